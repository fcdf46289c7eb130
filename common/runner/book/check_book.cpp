#include "runner/book/check_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "runner/book/book_regions.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

constexpr int kFewestWords = 400;
// Lessons with five exercises, or with figures to explain, need more room.
constexpr int kMostWords = 1500;

// Calls visit(line, its number from 1) for each line that is prose: outside of
// front matter and fenced blocks.
template <typename Visit>
void for_each_prose_line(const std::vector<std::string>& lines, Visit visit) {
  bool front_matter = !lines.empty() && lines.front() == "---";
  bool fenced = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    if (front_matter) {
      front_matter = i == 0 || line != "---";
    } else if (line.starts_with("```")) {
      fenced = !fenced;
    } else if (!fenced) {
      visit(line, i + 1);
    }
  }
}

UserError complaint(const Workspace& workspace, const fs::path& page,
                    std::size_t line, const std::string& what,
                    const std::string& expected, const std::string& next) {
  return UserError(exit_code::kBroken,
                   {what, fmt::format("{}:{}", workspace.shown(page), line),
                    expected, next});
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

bool is_chapter(const fs::path& page) {
  static const std::regex kChapter(R"(\d\d_\w+\.md)");
  return std::regex_match(page.filename().string(), kChapter);
}

}  // namespace

std::vector<fs::path> book_pages(const Workspace& workspace) {
  std::vector<fs::path> found;
  std::error_code none;
  for (const auto& entry :
       fs::directory_iterator(workspace.root / "book", none)) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  const fs::path readme = workspace.root / "README.md";
  if (fs::exists(readme)) found.insert(found.begin(), readme);
  return found;
}

std::vector<UserError> check_includes(const Workspace& workspace,
                                      const fs::path& page) {
  std::vector<UserError> complaints;
  for_each_prose_line(lines_of(read_file(page)), [&](const std::string& line,
                                                     std::size_t number) {
    if (!line.starts_with("<<<")) return;
    const auto fail = [&](const std::string& what, const std::string& expected,
                          const std::string& next) {
      complaints.push_back(
          complaint(workspace, page, number, what, expected, next));
    };
    const auto include = parse_include(line);
    if (!include) {
      return fail("an include that cannot be read",
                  "Expected <<< ../PATH or <<< ../PATH#REGION.", "");
    }
    const fs::path file =
        (page.parent_path() / include->path).lexically_normal();
    const std::string shown = workspace.shown(file);
    if (!fs::is_regular_file(file)) {
      return fail("no file " + shown, "The page shows it.",
                  "git log --follow -- " + shown);
    }
    if (include->region.empty()) return;
    const std::string text = read_file(file);
    const RegionCount count = count_region(text, include->region);
    if (count.begins == 1 && count.ends == 1) return;
    const auto known = region_names(text);
    fail(fmt::format("no region \"{}\" in {}", include->region, shown),
         fmt::format("Found {0} \"// #region {2}\" and {1} \"// "
                     "#endregion {2}\"; there must be one of each.",
                     count.begins, count.ends, include->region),
         known.empty() ? "add the two marker lines to " + shown
                       : "one of its regions: " + joined(known));
  });
  return complaints;
}

std::vector<UserError> check_links(const Workspace& workspace,
                                   const fs::path& page) {
  static const std::regex kCode("`[^`]*`");
  static const std::regex kLink(R"(\]\(([^)\s#]+)(#[^)]*)?\))");
  static const std::regex kScheme("^[a-z]+:.*");
  std::vector<UserError> complaints;
  for_each_prose_line(lines_of(read_file(page)), [&](const std::string& line,
                                                     std::size_t number) {
    // C++ has lambdas: [](int x) in code is no link.
    const std::string prose = std::regex_replace(line, kCode, "");
    for (std::sregex_iterator it(prose.begin(), prose.end(), kLink), end;
         it != end; ++it) {
      const std::string target = (*it)[1];
      if (std::regex_match(target, kScheme)) continue;
      const fs::path file = (page.parent_path() / target).lexically_normal();
      if (fs::exists(file)) continue;
      complaints.push_back(
          complaint(workspace, page, number, "no file " + workspace.shown(file),
                    "The page has a link to it.",
                    "git log --follow -- " + workspace.shown(file)));
    }
  });
  return complaints;
}

int count_words(const std::string& chapter) {
  int words = 0;
  for_each_prose_line(lines_of(chapter), [&](const std::string& line, auto) {
    // Figures are looked up, not read.
    if (line.starts_with("<<<") || line.starts_with('|')) return;
    std::istringstream stream(line);
    for (std::string word; stream >> word;) {
      // A dash or the hashes of a heading are no words.
      words += std::any_of(word.begin(), word.end(),
                           [](unsigned char c) {
                             return std::isalnum(c) != 0 || c >= 0x80;
                           })
                   ? 1
                   : 0;
    }
  });
  return words;
}

std::vector<UserError> check_chapter(const Workspace& workspace,
                                     const fs::path& page) {
  std::vector<UserError> complaints;
  const std::string text = read_file(page);
  const int words = count_words(text);
  if (words < kFewestWords || words > kMostWords) {
    complaints.push_back(complaint(
        workspace, page, 1, fmt::format("a chapter of {} words", words),
        fmt::format(
            "Expected {} to {}, front matter, code and tables not counted.",
            kFewestWords, kMostWords),
        ""));
  }
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with("```cpp") || lines[i].starts_with("```c++")) {
      complaints.push_back(complaint(
          workspace, page, i + 1, "C++ typed into a chapter",
          "Code is included, so that it is compiled: <<< ../PATH#REGION.", ""));
    }
  }
  return complaints;
}

std::vector<UserError> check_book(const Workspace& workspace) {
  std::vector<UserError> complaints;
  const auto add = [&](std::vector<UserError> more) {
    complaints.insert(complaints.end(), more.begin(), more.end());
  };
  for (const fs::path& page : book_pages(workspace)) {
    add(check_includes(workspace, page));
    add(check_links(workspace, page));
    if (is_chapter(page)) add(check_chapter(workspace, page));
  }
  for (const Lesson& lesson : read_lessons(workspace)) {
    const fs::path chapter = workspace.root / "book" / (lesson.folder + ".md");
    if (!lesson.exists || fs::exists(chapter)) continue;
    complaints.push_back(
        UserError(exit_code::kBroken, {"no file " + workspace.shown(chapter),
                                       "", "Every lesson has a chapter.", ""}));
  }
  return complaints;
}

std::string text_of(const std::vector<UserError>& complaints) {
  std::string text;
  for (const UserError& complaint : complaints) text += complaint.message();
  return text;
}

}  // namespace hb::runner
