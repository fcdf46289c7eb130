// 10b  sleeping_with_the_lock: who else waits while you wait?
//
// Situation  150 requests a minute: one every 400 ms, for all workers together.
//            Each calls wait() first. The rate is kept. But a worker that only
//            asks whether it could go, and would do something else, stands in
//            line for minutes; so does whoever wants to look at the limiter.
//
// Task       Let wait() sleep with no lock in its hand:
//              - whatever threads call, two go on `interval` apart or more;
//              - try_wait() answers at once, also while others sleep;
//              - time that nobody used is not saved up;
//              - nobody who waits looks again and again: at most one sleep for
//                each who goes before.
//
// Rules      1. Edit this file only, below the line that says so.
//
// Check      ./workbook check 10b
#pragma once

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
    std::lock_guard lock(mutex_);
    // TODO: who wants this lock meanwhile, and what is left to do under it?
    std::this_thread::sleep_until(next_);
    next_ = Clock::now();
    next_ += interval_;
  }

  // Takes the turn if it could be taken now. Does not wait.
  bool try_wait() {
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
  Clock::time_point next_{};  // guarded by mutex_; nobody goes on before
};

}  // namespace hb
