// Whose instructions are these?
#pragma once

#include <cstdint>
#include <vector>

namespace hb::checker {

// Reads the symbols of the executable and of libstdc++. Once a process.
void prepare_test_code();

// A hash of the test's code: another program, another number.
std::uint64_t fingerprint_of_code();

}  // namespace hb::checker
