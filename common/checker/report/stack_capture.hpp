// The call stack of the caller, with what names of local variables need.
#pragma once

#include <cstddef>
#include <cstdint>

#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

// Fills `frames`, innermost first, and returns how many there are. Stops at
// `stack_end`, the highest address of a fiber's stack; 0: at the outermost
// function. Costs microseconds: only for an execution that is to be reported.
// Calls nothing that a test could have replaced, allocates nothing.
std::size_t capture_stack(Frame* frames, std::size_t capacity,
                          std::uintptr_t stack_end);

}  // namespace hb::checker
