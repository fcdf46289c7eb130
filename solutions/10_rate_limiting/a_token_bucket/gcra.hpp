// 10a  token_bucket, without a lock: the generic cell rate algorithm
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>

namespace hb {

// ---------------------------------------------------- edit below this line
class TokenBucket {
 public:
  using Clock = std::chrono::steady_clock;

  TokenBucket(Clock::duration interval, int burst, Clock::time_point start)
      : interval_(interval), room_(burst * interval), full_at_(start) {}

  bool try_take(Clock::time_point now) {
    // WHY relaxed: it is the one object, and it publishes nothing else.
    auto full_at = full_at_.load(std::memory_order_relaxed);
    Clock::time_point next;
    do {
      // WHY the latest of the two: a bucket is never more than full, and an
      // older time finds it as full as it was.
      next = std::max(full_at, now) + interval_;
      if (next - now > room_) return false;
    } while (!full_at_.compare_exchange_weak(full_at, next,
                                             std::memory_order_relaxed));
    return true;
  }

 private:
  const Clock::duration interval_;          // never changes: needs no lock
  const Clock::duration room_;              // never changes: needs no lock
  std::atomic<Clock::time_point> full_at_;  // if nobody takes any more
};

}  // namespace hb
