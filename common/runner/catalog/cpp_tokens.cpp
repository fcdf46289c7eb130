#include "runner/catalog/cpp_tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

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

std::size_t skip_name(std::string_view source, std::size_t at) {
  while (at < source.size() && continues_name(source[at])) ++at;
  return at;
}

std::size_t skip_punctuation(std::string_view source, std::size_t at) {
  constexpr std::array<std::string_view, 6> kPairs = {"::", "->", "||",
                                                      "&&", "++", "--"};
  const std::string_view pair = source.substr(at, 2);
  const bool is_pair =
      std::find(kPairs.begin(), kPairs.end(), pair) != kPairs.end();
  return at + (is_pair ? 2 : 1);
}

// The position behind the comment that begins at `at`; `at` if none does.
std::size_t skip_comment(std::string_view source, std::size_t at) {
  const std::string_view rest = source.substr(at);
  if (rest.starts_with("//")) {
    return std::min(source.find('\n', at), source.size());
  }
  if (!rest.starts_with("/*")) return at;
  const auto end = source.find("*/", at + 2);
  return end == source.npos ? source.size() : end + 2;
}

bool is_raw_prefix(std::string_view name) {
  return name == "R" || name == "LR" || name == "uR" || name == "UR" ||
         name == "u8R";
}

struct Span {
  TokenKind kind;
  std::size_t end;
};

Span token_at(std::string_view source, std::size_t at) {
  const char c = source[at];
  if (c == '"' || c == '\'') {
    return {TokenKind::literal, skip_literal(source, at, c)};
  }
  if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
    return {TokenKind::number, skip_number(source, at)};
  }
  if (!begins_name(c)) {
    return {TokenKind::punctuation, skip_punctuation(source, at)};
  }
  const std::size_t end = skip_name(source, at);
  if (end < source.size() && source[end] == '"' &&
      is_raw_prefix(source.substr(at, end - at))) {
    return {TokenKind::literal, skip_raw_string(source, end)};
  }
  return {TokenKind::name, end};
}

}  // namespace

std::vector<CppToken> cpp_tokens(std::string_view source) {
  std::vector<CppToken> tokens;
  std::size_t at = 0;
  std::size_t counted = 0;  // lines are counted up to here
  int line = 1;
  while (at < source.size()) {
    const std::size_t behind = skip_comment(source, at);
    if (behind != at) {
      at = behind;
      continue;
    }
    if (std::isspace(static_cast<unsigned char>(source[at])) != 0) {
      ++at;
      continue;
    }
    const Span span = token_at(source, at);
    line += static_cast<int>(
        std::count(source.begin() + static_cast<long>(counted),
                   source.begin() + static_cast<long>(at), '\n'));
    counted = at;
    tokens.push_back({span.kind, source.substr(at, span.end - at), at, line});
    at = span.end;
  }
  return tokens;
}

}  // namespace hb::runner
