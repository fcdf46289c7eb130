// 10b  sleeping_with_the_lock: who else waits while you wait? (solution)
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>

namespace hb {

// Lets one go on every `interval`, the first at once. Any thread may call
// anything.
// ---------------------------------------------------- edit below this line
class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  explicit RateLimiter(Clock::duration interval) : interval_(interval) {}

  // Returns when it is the caller's turn.
  void wait() {
    Clock::time_point turn;
    {
      // WHY take the turn before the sleep: the next one who comes finds next_
      // moved on, by the unlock here, and takes the one behind it.
      std::lock_guard lock(mutex_);
      turn = std::max(next_, Clock::now());
      next_ = turn;
      next_ += interval_;
    }
    std::this_thread::sleep_until(turn);
  }

  // Takes the turn if it could be taken now. Does not wait.
  bool try_wait() {
    // WHY the lock: to look and to take are one step, as in wait().
    std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (now < next_) return false;
    next_ = now;
    next_ += interval_;
    return true;
  }

 private:
  const Clock::duration interval_;  // never changes: needs no lock
  std::mutex mutex_;
  Clock::time_point next_{};  // guarded by mutex_; the first turn not taken
};

}  // namespace hb
