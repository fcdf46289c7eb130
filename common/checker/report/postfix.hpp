// Cutting single expressions out of a line of C++.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hb::checker {

// True for a character of a name.
bool is_word(char c);

// The line without its comment, the contents of strings made blank.
std::string code_of(std::string_view line);

// Where the bracket that closes at `end` (its index) opens; npos if nowhere.
std::size_t opening(std::string_view text, std::size_t end);

// The postfix expression that ends before `end`: names, members, indices and
// calls, as in "shelf->slot(3).count[i]". Without "this->".
std::string postfix_before(std::string_view text, std::size_t end);

// The expression without calls that begins at `begin`.
std::string postfix_from(std::string_view text, std::size_t begin);

}  // namespace hb::checker
