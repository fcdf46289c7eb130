// Step mode: whoever sends commands is the scheduler of the test. JSON lines,
// see CONTRIBUTING, Formats.
#pragma once

#include "checker/report/recorded_execution.hpp"
#include "checker/runtime/rejection.hpp"

namespace hb::checker {

// Answers commands until "quit", or until there are no more; ends the process.
// `frame` has what is known without an execution.
[[noreturn]] void step_through(const Rerun& rerun,
                               const RecordedExecution& frame);

}  // namespace hb::checker
