// 10c  sliding_window: no burst at the edge
//
// Situation  A service allows 100 calls a minute. The client counts per minute
//            and begins anew at each full one. 100 calls in the last second of
//            a minute and 100 in the first of the next are 200 within two
//            seconds, and the service shuts the door.
//
// Task       Let allow() keep to the limit in *every* window:
//              - at most `limit` calls are allowed in any span of `window`, of
//                which one end counts: with a call at t, one at t + window is
//                allowed again;
//              - a call that is refused does not count;
//              - two threads may come in the other order of their times; a
//                time older than the latest counts as the latest;
//              - no memory is asked for after the constructor.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, and no clock but `now`.
//
// Check      ./workbook check 10c
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>

namespace hb {

// Allows `limit` calls, 1 or more, in any span of `window`. Any thread may call
// anything.
// ---------------------------------------------------- edit below this line
class SlidingWindow {
 public:
  using Clock = std::chrono::steady_clock;

  SlidingWindow(std::size_t limit, Clock::duration window)
      : limit_(limit), window_(window) {}

  // Counts a call at `now` and returns true, or refuses it.
  bool allow(Clock::time_point now) {
    std::lock_guard lock(mutex_);
    // TODO: which calls does the counter forget, and how old are they?
    if (now - begin_ >= window_) {
      begin_ = now - now.time_since_epoch() % window_;
      count_ = 0;
    }
    if (count_ == limit_) return false;
    ++count_;
    return true;
  }

 private:
  const std::size_t limit_;       // never changes: needs no lock
  const Clock::duration window_;  // never changes: needs no lock
  std::mutex mutex_;
  Clock::time_point begin_{};  // guarded by mutex_
  std::size_t count_ = 0;      // guarded by mutex_
};

}  // namespace hb
