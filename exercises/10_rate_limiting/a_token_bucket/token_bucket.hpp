// 10a  token_bucket: what was earned since
//
// Situation  A catalogue answers one request every 400 ms, and a few more after
//            a pause. The client keeps a bucket of tokens, filled by the clock.
//            It lets too few through when it is asked often, hundreds after a
//            quiet night, and now and then one too many.
//
// Task       Let try_take() take a token if there is one at `now`:
//              - a token is earned every `interval`, to the nanosecond, however
//                often and at whatever times the bucket is asked;
//              - the bucket is full at the start, and never holds more than
//                `burst`, not even a part of one more;
//              - a time may be older than the one before: two threads read the
//                clock and come here in the other order. It earns nothing and
//                may be refused; nothing is earned twice.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, and no clock but `now`.
//
// Check      ./workbook check 10a
#pragma once

#include <chrono>

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
    // TODO: what is earned between two calls, and what becomes of the rest?
    tokens_ += (now - last_) / interval_;
    last_ = now;
    if (tokens_ == 0) return false;
    --tokens_;
    return true;
  }

 private:
  const Clock::duration interval_;    // never changes
  [[maybe_unused]] const int burst_;  // never changes
  Clock::rep tokens_;
  Clock::time_point last_;
};

}  // namespace hb
