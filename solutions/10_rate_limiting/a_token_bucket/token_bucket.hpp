// 10a  token_bucket: what was earned since (solution)
#pragma once

#include <chrono>
#include <mutex>

namespace hb {

// Lets `burst` through at once and one more each `interval`. Any thread may
// call anything.
// ---------------------------------------------------- edit below this line
class TokenBucket {
 public:
  using Clock = std::chrono::steady_clock;

  TokenBucket(Clock::duration interval, int burst, Clock::time_point start)
      : interval_(interval), burst_(burst), tokens_(burst), last_(start) {}

  // Takes a token if there is one at `now`. Does not wait.
  bool try_take(Clock::time_point now) {
    // WHY the lock: to earn, to look and to take are one step. Pairs with the
    // unlock of the call before, whose numbers this one goes on with.
    std::lock_guard lock(mutex_);
    // WHY compare: `now` was read before the lock was had, so a later time may
    // have been here already. What it has earned is not to be earned again.
    if (now > last_) {
      const auto earned = (now - last_) / interval_;
      if (tokens_ + earned < burst_) {
        tokens_ += earned;
        last_ += earned * interval_;  // what is left over counts
      } else {
        tokens_ = burst_;
        last_ = now;  // nothing is left over: a full bucket earns nothing
      }
    }
    if (tokens_ == 0) return false;
    --tokens_;
    return true;
  }

 private:
  const Clock::duration interval_;  // never changes: needs no lock
  const int burst_;                 // never changes: needs no lock
  std::mutex mutex_;
  Clock::rep tokens_;       // guarded by mutex_
  Clock::time_point last_;  // guarded by mutex_; earned for until then
};

}  // namespace hb
