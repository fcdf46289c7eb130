#include "runner/catalog/forbid.hpp"

#include <algorithm>
#include <cctype>

namespace hb::runner {
namespace {

bool begins_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool continues_name(char c) {
  return begins_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// The position behind a literal that begins at `at` with `quote`.
std::size_t skip_literal(std::string_view source, std::size_t at, char quote) {
  for (++at; at < source.size() && source[at] != quote; ++at) {
    if (source[at] == '\\') ++at;
    if (at < source.size() && source[at] == '\n') return at;  // not closed
  }
  return std::min(at + 1, source.size());
}

// The position behind a raw string whose opening quote is at `at`.
std::size_t skip_raw_string(std::string_view source, std::size_t at) {
  const auto open = source.find('(', at);
  if (open == source.npos) return source.size();
  std::string end = ")";
  end.append(source.substr(at + 1, open - at - 1));
  end += '"';
  const auto close = source.find(end, open);
  return close == source.npos ? source.size() : close + end.size();
}

std::size_t skip_number(std::string_view source, std::size_t at) {
  while (at < source.size() &&
         (continues_name(source[at]) || source[at] == '.' ||
          (source[at] == '\'' && at + 1 < source.size() &&
           continues_name(source[at + 1])))) {
    ++at;
  }
  return at;
}

bool is_raw_prefix(std::string_view name) {
  return name == "R" || name == "LR" || name == "uR" || name == "UR" ||
         name == "u8R";
}

}  // namespace

std::vector<Token> identifiers(std::string_view source) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  std::size_t counted = 0;  // lines are counted up to here
  int line = 1;
  while (at < source.size()) {
    const char c = source[at];
    const std::string_view rest = source.substr(at);
    if (rest.starts_with("//")) {
      at = std::min(source.find('\n', at), source.size());
    } else if (rest.starts_with("/*")) {
      const auto end = source.find("*/", at + 2);
      at = end == source.npos ? source.size() : end + 2;
    } else if (c == '"' || c == '\'') {
      at = skip_literal(source, at, c);
    } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      at = skip_number(source, at);
    } else if (begins_name(c)) {
      std::size_t end = at;
      while (end < source.size() && continues_name(source[end])) ++end;
      const std::string_view name = source.substr(at, end - at);
      if (end < source.size() && source[end] == '"' && is_raw_prefix(name)) {
        at = skip_raw_string(source, end);
        continue;
      }
      line += static_cast<int>(
          std::count(source.begin() + static_cast<long>(counted),
                     source.begin() + static_cast<long>(at), '\n'));
      counted = at;
      tokens.push_back({name, line});
      at = end;
    } else {
      ++at;
    }
  }
  return tokens;
}

std::optional<ForbiddenUse> find_forbidden(
    std::string_view source, const std::vector<Forbidden>& forbidden) {
  for (const Token& token : identifiers(source)) {
    for (const Forbidden& rule : forbidden) {
      if (std::find(rule.words.begin(), rule.words.end(), token.text) !=
          rule.words.end()) {
        return ForbiddenUse{std::string(token.text), token.line, rule.reason};
      }
    }
  }
  return std::nullopt;
}

}  // namespace hb::runner
