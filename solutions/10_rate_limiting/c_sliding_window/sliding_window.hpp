// 10c  sliding_window: no burst at the edge (solution)
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <vector>

namespace hb {

// Allows `limit` calls, 1 or more, in any span of `window`. Any thread may call
// anything.
// ---------------------------------------------------- edit below this line
class SlidingWindow {
 public:
  using Clock = std::chrono::steady_clock;

  SlidingWindow(std::size_t limit, Clock::duration window)
      : window_(window), free_at_(limit) {}

  // Counts a call at `now` and returns true, or refuses it.
  bool allow(Clock::time_point now) {
    // WHY the lock: to look at the oldest call and to put this one in its
    // place are one step. Pairs with the unlock of the call before.
    std::lock_guard lock(mutex_);
    // WHY the latest: `now` was read before the lock was had, and the ring
    // holds the calls in the order of their times.
    now = std::max(now, latest_);
    if (now < free_at_[oldest_]) return false;
    latest_ = now;
    free_at_[oldest_] = now + window_;
    oldest_ = (oldest_ + 1) % free_at_.size();
    return true;
  }

 private:
  const Clock::duration window_;  // never changes: needs no lock
  std::mutex mutex_;
  // Of the last calls, as many as are allowed: when each leaves the window. A
  // ring, so that the oldest makes room for the newest; guarded by mutex_.
  std::vector<Clock::time_point> free_at_;
  std::size_t oldest_ = 0;      // guarded by mutex_
  Clock::time_point latest_{};  // guarded by mutex_
};

}  // namespace hb
