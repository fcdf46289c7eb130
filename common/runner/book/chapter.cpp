#include "runner/book/chapter.hpp"

#include <fmt/format.h>

#include <vector>

#include "runner/book/book_regions.hpp"
#include "runner/system/text.hpp"
#include "runner/system/user_error.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

bool is_heading(const std::string& line) {
  const auto hashes = line.find_first_not_of('#');
  return hashes != line.npos && hashes > 0 && line[hashes] == ' ';
}

// The number of lines of the front matter, its fences included.
std::size_t front_matter(const std::vector<std::string>& lines) {
  if (lines.empty() || lines.front() != "---") return 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i] == "---") return i + 1;
  }
  return 0;
}

// "../lessons/07_channels/main.cpp" is how a page says it.
std::string from_the_top(const Include& include) {
  return include.path.starts_with("../") ? include.path.substr(3)
                                         : include.path;
}

std::string included_text(const fs::path& page, const Include& include,
                          const Style& style) {
  const fs::path file = (page.parent_path() / include.path).lexically_normal();
  const std::string text = read_file(file);
  const auto lines = region_lines(text, include.region);
  if (lines.empty()) {
    throw UserError(
        exit_code::kBroken,
        {fmt::format("no region \"{}\" in {}", include.region, file.string()),
         page.string(), "The page shows code from it.", ""});
  }
  std::string result =
      "    " +
      style.link(file, style.paint(Colour::faint, from_the_top(include))) +
      "\n";
  for (const std::string& line : lines) {
    result += line.empty() ? "\n" : "    " + line + "\n";
  }
  return result;
}

}  // namespace

std::string chapter_title(const std::string& chapter) {
  const auto lines = lines_of(chapter);
  for (std::size_t i = 0; i < front_matter(lines); ++i) {
    if (lines[i].starts_with("title: ")) return lines[i].substr(7);
  }
  return "";
}

std::string chapter_text(const fs::path& file, const Style& style) {
  const auto lines = lines_of(read_file(file));
  std::size_t first = front_matter(lines);
  while (first < lines.size() && lines[first].empty()) ++first;
  std::string text;
  bool fenced = false;
  for (std::size_t i = first; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    if (line.starts_with("```")) fenced = !fenced;
    if (const auto include = parse_include(line); include && !fenced) {
      text += included_text(file, *include, style);
    } else if (is_heading(line) && !fenced) {
      text += style.paint(Colour::bold, line) + "\n";
    } else {
      text += line + "\n";
    }
  }
  return text;
}

}  // namespace hb::runner
