#include "runner/book/book_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include "runner/book/book_regions.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

struct Row {
  std::string id, lesson, artefact;
};

std::vector<std::string> headings(const std::string& page) {
  std::vector<std::string> found;
  for (const std::string& line : lines_of(page)) {
    const auto hashes = line.find_first_not_of('#');
    if (hashes != line.npos && hashes > 0 && line[hashes] == ' ') {
      found.push_back(line.substr(hashes + 1));
    }
  }
  return found;
}

std::vector<std::string> tests(const std::string& source) {
  static const std::regex kTest(R"(\bTEST(?:_F)?\(\s*(\w+),\s*(\w+)\s*\))");
  std::vector<std::string> found;
  for (std::sregex_iterator it(source.begin(), source.end(), kTest), end;
       it != end; ++it) {
    found.push_back((*it)[1].str() + "." + (*it)[2].str());
  }
  return found;
}

// "" if `name` is among `known`, else a sentence that lists them.
std::string must_be_one_of(const std::vector<std::string>& known,
                           const std::string& name, const std::string& kind) {
  if (std::count(known.begin(), known.end(), name) == 1) return "";
  std::string list;
  for (const std::string& other : known) {
    list += (list.empty() ? "" : ", ") + other;
  }
  return fmt::format("It has no {} \"{}\". Its {}s: {}.", kind, name, kind,
                     list.empty() ? "none" : list);
}

}  // namespace

std::string what_is_missing(const Workspace& workspace,
                            const std::string& artefact) {
  const auto hash = artefact.find('#');
  const std::string path = artefact.substr(0, hash);
  const fs::path file = workspace.root / path;
  if (path.empty() || !fs::exists(file)) {
    return fmt::format("There is no file \"{}\".", path);
  }
  if (hash == artefact.npos) return "";
  const std::string name = artefact.substr(hash + 1);
  const std::string text = read_file(file);
  if (file.extension() == ".md") {
    return must_be_one_of(headings(text), name, "heading");
  }
  if (name.find('.') != name.npos) {
    return must_be_one_of(tests(text), name, "test");
  }
  const RegionCount count = count_region(text, name);
  if (count.begins == 1 && count.ends == 1) return "";
  return must_be_one_of(region_names(text), name, "region");
}

std::vector<UserError> check_sources(const Workspace& workspace,
                                     const RequiredRows& required) {
  const fs::path file = workspace.root / "book" / "sources.tsv";
  std::vector<UserError> complaints;
  std::set<std::pair<std::string, std::string>> found;  // lesson, id
  const auto lines = lines_of(read_file(file));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty() || lines[i].front() == '#') continue;
    std::istringstream fields(lines[i]);
    Row row;
    std::getline(fields, row.id, '\t');
    std::getline(fields, row.lesson, '\t');
    std::getline(fields, row.artefact);
    const std::string missing = what_is_missing(workspace, row.artefact);
    if (!missing.empty()) {
      complaints.push_back(UserError(
          exit_code::kBroken,
          {fmt::format("row {} has no artefact \"{}\"", row.id, row.artefact),
           fmt::format("{}:{}", workspace.shown(file), i + 1), missing, ""}));
    }
    found.emplace(row.lesson, row.id);
  }
  for (const auto& [lesson, ids] : required) {
    for (const std::string& id : ids) {
      if (found.contains({lesson, id})) continue;
      complaints.push_back(UserError(
          exit_code::kBroken,
          {fmt::format("no row {} of lesson {}", id, lesson),
           workspace.shown(file),
           "Expected its id, its lesson and where it is taught, with tabs "
           "between.",
           ""}));
    }
  }
  return complaints;
}

}  // namespace hb::runner
