// Names and sizes as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hb::pipeline {

// A name may hold any byte but 0; a terminal obeys some of them. What is not
// printable becomes \n, \t, \\ or \x1b; valid UTF-8 stays.
std::string printable(std::string_view name);

// "999 B", "1.2 KB", "402.3 MB": powers of ten, one decimal.
std::string bytes_text(std::uint64_t bytes);

// "1,234,567".
std::string grouped(std::uint64_t number);

// "1 file", "2,000 files": of a noun whose plural ends in s.
std::string counted(std::uint64_t number, std::string_view noun);

}  // namespace hb::pipeline
