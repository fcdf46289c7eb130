// A line of C++ as its tokens: names, numbers, "::", "->", other characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hb::checker {

// Without comments; a string or character literal is the token "\"".
std::vector<std::string> tokens_of(std::string_view line);

bool is_name(std::string_view token);

// The qualified name that begins at `at`, its last part: "a::b::c" gives "c".
// `at` is moved behind it. Empty if none begins there.
std::string take_name(const std::vector<std::string>& tokens, std::size_t& at);

}  // namespace hb::checker
