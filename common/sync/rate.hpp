// How often something may happen, and the clock of the rate limiters.
#pragma once

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <stop_token>

#include "sync/futex.hpp"
#include "sync/outcome.hpp"

namespace hb::sync {

// One each `interval`, and up to `burst` at once after a pause: in any window
// of length w, at most burst + w / interval.
//
// REQUIRES: 0 < interval, 0 < burst, and burst * interval <= 70 years, which is
// what a clock of nanoseconds has room for.
struct Rate {
  std::chrono::nanoseconds interval;
  std::int64_t burst = 1;

  constexpr bool is_valid() const {
    constexpr std::chrono::nanoseconds kLongest = std::chrono::hours(70 * 8766);
    return interval.count() > 0 && burst > 0 && burst <= kLongest / interval;
  }
};

// Rounded so that the rate is never above what is asked for.
constexpr Rate per(std::chrono::nanoseconds period, std::int64_t count,
                   std::int64_t burst = 1) {
  assert(0 < count && 0 < burst && 0 < period.count());
  return {std::chrono::nanoseconds((period.count() + count - 1) / count),
          burst};
}
constexpr Rate per_second(std::int64_t count, std::int64_t burst = 1) {
  return per(std::chrono::seconds(1), count, burst);
}
// per_minute(150): one each 0.4 s.
constexpr Rate per_minute(std::int64_t count, std::int64_t burst = 1) {
  return per(std::chrono::minutes(1), count, burst);
}

using TimePoint = std::chrono::steady_clock::time_point;

// Where a limiter has its time from. A test gives it another one, which has the
// same three functions.
struct SteadyTime {
  TimePoint now() const { return std::chrono::steady_clock::now(); }
  FutexWait wait(const FutexWord& word, std::uint32_t expected,
                 const Deadline& deadline) {
    return futex_wait(word, expected, deadline);
  }
  void wake(const FutexWord& word) { futex_wake(word, 1); }
};

// The time of the last timer interrupt: cheaper to read, and up to kLate
// behind. A limiter keeps to the rate by this clock; by a better one, two calls
// may be kLate closer than that.
struct CoarseTime : SteadyTime {
  static constexpr std::chrono::milliseconds kLate{4};  // HZ=250
  TimePoint now() const {
    timespec time = {};
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return TimePoint(std::chrono::seconds(time.tv_sec) +
                     std::chrono::nanoseconds(time.tv_nsec));
  }
  FutexWait wait(const FutexWord& word, std::uint32_t expected,
                 Deadline deadline) {
    // WHY later: or it would be too early by this clock. Without overflow.
    if (deadline)
      *deadline = std::min(*deadline, TimePoint::max() - kLate) + kLate;
    return futex_wait(word, expected, deadline);
  }
};

// Sleeps until `until` (done) or until a stop is requested (stopped).
template <typename Time>
Outcome sleep_until(Time& time, TimePoint until, const std::stop_token& stop) {
  FutexWord stopped = 0;
  const std::stop_callback on_stop(stop, [&] {
    // WHY release: pairs with the acquire below.
    stopped.store(1, std::memory_order_release);
    time.wake(stopped);
  });
  // WHY acquire: pairs with the release of the one who stops us.
  while (stopped.load(std::memory_order_acquire) == 0) {
    if (time.now() >= until) return Outcome::done;
    time.wait(stopped, 0, until);
  }
  return Outcome::stopped;
}

}  // namespace hb::sync
