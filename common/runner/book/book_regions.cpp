#include "runner/book/book_regions.hpp"
#include "runner/system/text.hpp"

#include <algorithm>
#include <regex>

namespace hb::runner {
namespace {

constexpr const char* kBegin = "// #region ";
constexpr const char* kEnd = "// #endregion";

bool is_marker(const std::string& line) {
  const std::string text = trimmed(line);
  return text.starts_with(kBegin) || text.starts_with(kEnd);
}

void remove_shared_indent(std::vector<std::string>& lines) {
  std::size_t indent = std::string::npos;
  for (const std::string& line : lines) {
    if (!trimmed(line).empty()) {
      indent = std::min(indent, line.find_first_not_of(' '));
    }
  }
  if (indent == std::string::npos) return;
  for (std::string& line : lines) line.erase(0, std::min(indent, line.size()));
}

}  // namespace

std::optional<Include> parse_include(const std::string& line) {
  static const std::regex kInclude(R"(^<<< ([^\s#]+)(?:#([\w-]+))?(\s.*)?$)");
  std::smatch match;
  if (!std::regex_match(line, match, kInclude)) return std::nullopt;
  return Include{match[1].str(), match[2].str()};
}

RegionCount count_region(const std::string& text, const std::string& region) {
  RegionCount count;
  for (const std::string& line : lines_of(text)) {
    count.begins += trimmed(line) == kBegin + region ? 1 : 0;
    count.ends += trimmed(line) == kEnd + (" " + region) ? 1 : 0;
  }
  return count;
}

std::vector<std::string> region_names(const std::string& text) {
  std::vector<std::string> names;
  for (const std::string& line : lines_of(text)) {
    const std::string marker = trimmed(line);
    if (marker.starts_with(kBegin)) {
      names.push_back(marker.substr(std::string(kBegin).size()));
    }
  }
  return names;
}

std::vector<std::string> region_lines(const std::string& text,
                                      const std::string& region) {
  std::vector<std::string> lines;
  bool inside = region.empty();
  for (const std::string& line : lines_of(text)) {
    if (!region.empty() && trimmed(line) == kBegin + region) {
      inside = true;
    } else if (!region.empty() && trimmed(line) == kEnd + (" " + region)) {
      inside = false;
    } else if (inside && !is_marker(line)) {
      lines.push_back(line);
    }
  }
  remove_shared_indent(lines);
  return lines;
}

}  // namespace hb::runner
