#include "checker/report/postfix.hpp"

#include <cctype>

namespace hb::checker {
namespace {

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return "";
  return std::string(
      text.substr(begin, text.find_last_not_of(" \t") - begin + 1));
}

}  // namespace

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string code_of(std::string_view line) {
  std::string text(line);
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == quote) quote = 0;
      if (text[i] == '\\' && i + 1 < text.size()) text[i + 1] = ' ';
      if (quote != 0) text[i] = ' ';
    } else if (text[i] == '"' ||
               (text[i] == '\'' && (i == 0 || !is_word(text[i - 1])))) {
      quote = text[i];
    } else if (text.compare(i, 2, "//") == 0) {
      text.resize(i);
    }
  }
  return text;
}

std::size_t opening(std::string_view text, std::size_t end) {
  int depth = 0;
  for (std::size_t i = end + 1; i-- > 0;) {
    if (text[i] == ')' || text[i] == ']') ++depth;
    if (text[i] == '(' || text[i] == '[') {
      if (--depth == 0) return i;
    }
  }
  return text.npos;
}

std::string postfix_before(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  for (;;) {
    std::size_t at = begin;
    while (at > 0 && (text[at - 1] == ']' || text[at - 1] == ')')) {
      const std::size_t open = opening(text, at - 1);
      if (open == text.npos) return "";
      at = open;
    }
    std::size_t name = at;
    while (name > 0 && is_word(text[name - 1])) --name;
    if (name == at && at == begin) break;
    begin = name;
    if (name >= 1 && text[name - 1] == '.') {
      begin = name - 1;
    } else if (name >= 2 && (text.substr(name - 2, 2) == "->" ||
                             text.substr(name - 2, 2) == "::")) {
      begin = name - 2;
    } else {
      break;
    }
  }
  std::string found = trimmed(text.substr(begin, end - begin));
  // "(*flag).store": the brackets mean nothing to a reader.
  if (found.starts_with("(") && found.ends_with(")")) {
    found = trimmed(std::string_view(found).substr(1, found.size() - 2));
  }
  if (found.starts_with("this->")) found.erase(0, 6);
  return found;
}

std::string postfix_from(std::string_view text, std::size_t begin) {
  while (begin < text.size() && text[begin] == ' ') ++begin;
  std::size_t at = begin;
  while (at < text.size() && (text[at] == '*' || text[at] == '&')) ++at;
  while (at < text.size()) {
    if (is_word(text[at]) || text[at] == '.') {
      ++at;
    } else if (text.substr(at, 2) == "->" || text.substr(at, 2) == "::") {
      at += 2;
    } else if (text[at] == '[') {
      int depth = 0;
      for (; at < text.size(); ++at) {
        if (text[at] == '[') ++depth;
        if (text[at] == ']' && --depth == 0) break;
      }
      if (at == text.size()) return "";
      ++at;
    } else {
      break;
    }
  }
  return trimmed(text.substr(begin, at - begin));
}

}  // namespace hb::checker
