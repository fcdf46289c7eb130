// Whose instructions are these?
#pragma once

#include <cstdint>
#include <vector>

namespace hb::checker {

// Reads the symbols of the executable and of libstdc++. Once a process.
void prepare_test_code();

// A hash of the test's functions, by name and size: another program, another
// number. WHY not of their bytes: they hold line numbers and addresses, which
// every rebuild moves.
std::uint64_t fingerprint_of_code();

}  // namespace hb::checker
