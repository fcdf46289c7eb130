#include "checker/report/tokens.hpp"

#include <cctype>

namespace hb::checker {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

std::vector<std::string> tokens_of(std::string_view line) {
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    std::size_t length = 1;
    if (c == ' ' || c == '\t' || c == '\r') {
      ++i;
      continue;
    }
    if (line.substr(i, 2) == "//") break;
    if (c == '"' || c == '\'') {
      while (i + length < line.size() && line[i + length] != c) {
        length += line[i + length] == '\\' ? 2 : 1;
      }
      tokens.emplace_back("\"");
      i += length + 1;
      continue;
    }
    if (is_word(c)) {
      while (i + length < line.size() && is_word(line[i + length])) ++length;
    } else if (line.substr(i, 2) == "::" || line.substr(i, 2) == "->") {
      length = 2;
    }
    tokens.emplace_back(line.substr(i, length));
    i += length;
  }
  return tokens;
}

bool is_name(std::string_view token) {
  return !token.empty() && is_word(token[0]) &&
         std::isdigit(static_cast<unsigned char>(token[0])) == 0;
}

std::string take_name(const std::vector<std::string>& tokens, std::size_t& at) {
  std::string last;
  if (at < tokens.size() && tokens[at] == "::") ++at;
  while (at < tokens.size() && is_name(tokens[at])) {
    last = tokens[at++];
    if (at + 1 >= tokens.size() || tokens[at] != "::" ||
        !is_name(tokens[at + 1])) {
      break;
    }
    ++at;
  }
  return last;
}

}  // namespace hb::checker
