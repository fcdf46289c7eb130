#include "runner/system/text.hpp"

#include <sstream>

namespace hb::runner {

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto begin = text.find_first_not_of(kBlank);
  if (begin == text.npos) return "";
  const auto end = text.find_last_not_of(kBlank);
  return std::string(text.substr(begin, end - begin + 1));
}

std::size_t count_of(std::string_view text, std::string_view part) {
  if (part.empty()) return 0;
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string result;
  std::size_t column = 0;
  std::size_t last_blank = std::string::npos;  // of this line, in `result`
  for (const char c : text) {
    result += c;
    ++column;
    if (c == '\n') {
      column = 0;
      last_blank = std::string::npos;
    } else if (c == ' ') {
      last_blank = result.size() - 1;
    }
    if (column > width && last_blank != std::string::npos) {
      result[last_blank] = '\n';
      column = result.size() - 1 - last_blank;
      last_blank = std::string::npos;
    }
  }
  return result;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

}  // namespace hb::runner
