// Values as a reader knows them: "-1", "7"; pointers by what they lead to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hb::checker {

// Of an atomic of `size` bytes. What cannot be a count is shown as an address
// without its number, since that means nothing to a reader.
std::string value_text(std::uint64_t value, int size);

// "first", "second", "12th"
std::string ordinal_text(int number);
// "1 execution", "12,345 executions"
std::string count_text(std::int64_t count, const std::string& one);
// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& things);

}  // namespace hb::checker
