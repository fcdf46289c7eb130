// Times of the test's clocks and durations, as virtual time.
#pragma once

#include <time.h>

#include <cstdint>

namespace hb::checker {

// Later than any deadline: the wait is not timed.
constexpr std::int64_t kNever = INT64_MAX;

bool is_valid(const timespec& time);
// `time` on any of the test's clocks.
std::int64_t deadline_at(const timespec& time);
// `duration` from now on.
std::int64_t deadline_after(const timespec& duration);
std::int64_t deadline_after(std::int64_t nanoseconds);

}  // namespace hb::checker
