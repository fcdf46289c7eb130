// C++ source as tokens: enough to find words and shapes in an answer, which
// need not compile.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace hb::runner {

enum class TokenKind { name, number, literal, punctuation };

struct CppToken {
  TokenKind kind = TokenKind::punctuation;
  std::string_view text;  // into the source
  std::size_t begin = 0;  // its offset there
  int line = 0;           // from 1

  std::size_t end() const { return begin + text.size(); }
  bool is(std::string_view other) const { return text == other; }
  bool is_name() const { return kind == TokenKind::name; }
};

// The tokens in order; comments and blanks are in none. A raw string is one
// literal. `::`, `->`, `||`, `&&`, `++` and `--` are one token each, all other
// punctuation is a character.
std::vector<CppToken> cpp_tokens(std::string_view source);

}  // namespace hb::runner
