// Writes down an execution that is run once more for a report: who did what
// where. Costs microseconds an access, so it is off in all other executions.
#pragma once

#include <cstddef>
#include <cstdint>

#include "checker/explorer/explorer.hpp"
#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

bool is_recording();
// `address`: what the failure is about, if it is about memory. Only accesses
// to it are kept.
void start_recording(std::uintptr_t address);
// What was recorded of the execution that has just ended, in the order of its
// graph. The names, counts and bounds are the caller's to add.
RecordedExecution finish_recording(const Execution& execution);
// Where `thread` asked for its next operation. REQUIRES: a recording is on.
const CallStack& stack_of_request(int thread);

// The following do nothing unless a recording is on.

// On a fiber, when it asks for its next operation.
void record_request(int thread);
// The event happens now.
void record_event(const Event& event);
// A plain access without a defect.
void remember_access(std::uintptr_t address, std::size_t size, bool is_write,
                     const void* site);
// An access worth showing.
void record_access(int thread, std::uintptr_t address, std::size_t size,
                   bool is_write, const void* site, bool is_racing);
// Two accesses that race: this one, and the last one of `other`.
void record_conflict(int thread, std::uintptr_t address, std::size_t size,
                     bool is_write, bool is_atomic, const void* site, int other,
                     bool other_is_write);
void record_allocation(std::uint32_t block);
void record_free(std::uint32_t block);
// On a fiber or not, before anything is abandoned.
void record_failure();

}  // namespace hb::checker
