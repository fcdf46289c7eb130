#include "checker/report/expectation_text.hpp"

#include <sstream>
#include <string_view>
#include <vector>

namespace hb::checker {
namespace {

std::vector<std::string> lines_of(const std::string& message) {
  std::vector<std::string> lines;
  std::istringstream in(message);
  for (std::string line; std::getline(in, line);) {
    const auto begin = line.find_first_not_of(" \t");
    if (begin == line.npos) continue;
    lines.push_back(line.substr(begin));
  }
  return lines;
}

bool take(std::string& line, std::string_view start) {
  if (!line.starts_with(start)) return false;
  line.erase(0, start.size());
  return true;
}

std::string joined(const std::vector<std::string>& lines, std::size_t from,
                   const std::string& between) {
  std::string text;
  for (std::size_t i = from; i < lines.size(); ++i) {
    text += (i == from ? "" : between) + lines[i];
  }
  return text;
}

// What the test added behind its expectation, with "<<".
std::string with_remark(const std::string& text,
                        const std::vector<std::string>& lines,
                        std::size_t from) {
  const std::string remark = joined(lines, from, " ");
  return remark.empty() ? text : text + " (" + remark + ")";
}

// "Expected: (low) < (high), actual: 30 vs 20".
std::string comparison_text(const std::vector<std::string>& lines) {
  std::string line = lines[0];
  const auto middle = line.find("), actual: ");
  const auto between = line.rfind(" vs ");
  if (!take(line, "Expected: (") || middle == std::string::npos ||
      between == std::string::npos) {
    return "";
  }
  line = lines[0];
  const std::string expected = line.substr(11, middle - 11);  // low) < (high
  const auto first_end = expected.find(") ");
  const auto second = expected.rfind(" (");
  if (first_end == std::string::npos || second == std::string::npos ||
      second <= first_end) {
    return "";
  }
  const std::string left = expected.substr(0, first_end);
  const std::string right = expected.substr(second + 2);
  const std::string comparison =
      expected.substr(first_end + 2, second - first_end - 2);
  const std::size_t values = middle + 11;
  return with_remark(left + " is " + line.substr(values, between - values) +
                         " and " + right + " is " + line.substr(between + 4) +
                         ", and " + left + " " + comparison + " " + right +
                         " should hold",
                     lines, 1);
}

}  // namespace

std::string expectation_text(const std::string& message) {
  std::vector<std::string> lines = lines_of(message);
  if (lines.empty()) return "the test failed";
  if (lines[0] == "Failed" && lines.size() > 1) return joined(lines, 1, " ");
  if (lines[0] == "Expected equality of these values:" && lines.size() >= 3) {
    std::size_t next = 1;
    std::string first = lines[next++];
    std::string first_value;
    if (take(lines[next], "Which is: ")) first_value = lines[next++];
    if (next >= lines.size()) return joined(lines, 0, " ");
    std::string second = lines[next++];
    if (next < lines.size() && take(lines[next], "Which is: ")) {
      second += " (" + lines[next++] + ")";
    }
    // Which side is the constant differs from author to author.
    const std::string text =
        first_value.empty()
            ? second + " should be " + first
            : first + " is " + first_value + ", and not " + second;
    return with_remark(text, lines, next);
  }
  if (take(lines[0], "Value of: ") && lines.size() >= 3 &&
      take(lines[1], "Actual: ") && take(lines[2], "Expected: ")) {
    return with_remark(lines[0] + " is " + lines[1] + ", and not " + lines[2],
                       lines, 3);
  }
  if (const std::string text = comparison_text(lines); !text.empty()) {
    return text;
  }
  return joined(lines, 0, " ");
}

}  // namespace hb::checker
