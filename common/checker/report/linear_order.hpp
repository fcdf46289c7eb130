// Orders of one execution's events that explain it best.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

// An order in which every read sees the newest value, with few changes of
// thread; none if no such order exists: then the execution is one that only
// weak memory shows.
//
// WHY not the recorded order: the explorer runs threads in the order of their
// numbers, and a read can then look stale that merely came earlier.
std::optional<std::vector<std::int16_t>> sequential_order(
    const RecordedExecution& execution);

// The same execution in that order, if there is one.
RecordedExecution in_sequential_order(RecordedExecution execution);

// True if x86 hardware, which lets a store wait while later loads of its
// thread run, can show the values of this execution.
bool x86_shows(const RecordedExecution& execution);

}  // namespace hb::checker
