// Small random programs, for holding the explorer against the oracle.
#pragma once

#include <cstdint>

#include "checker/litmus/program.hpp"

namespace hb::checker::litmus {

// The same program for the same seed, everywhere. Two or three threads of a
// few operations: atomics, fences, updates and branches, a plain payload behind
// a flag, critical sections, waiting and notifying; most of it is right, some
// of it races or deadlocks. Its answer is left open.
Program random_program(std::uint64_t seed);

}  // namespace hb::checker::litmus
