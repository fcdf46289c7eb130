// Litmus programs as ordinary C++: std::atomic<int>, int, std::thread,
// std::mutex, fences. What a learner would write, for the runtime to explore.
#pragma once

#include <string>
#include <vector>

#include "checker/litmus/program.hpp"

namespace hb::checker::litmus {

// False for programs with a race, whose C++ means nothing, and with waiting
// queues, which have no counterpart without a loop.
bool has_cpp(const Program& program);

// A translation unit that defines the table `kUnitN` of compiled_program.hpp's
// programs, for N = `number`. REQUIRES: has_cpp() of each.
std::string write_unit(const std::vector<Program>& programs, int number);
// The one that defines compiled_units() for that many units.
std::string write_unit_list(int units);

}  // namespace hb::checker::litmus
