// A rate limiter that keeps its waiters in a queue.
//
// A bucket of tokens: full at first, one more each interval, never more than
// `burst`. acquire() takes one or waits for one. Nobody holds the lock while it
// waits, and a token is taken after the wait, under the lock, when it is there:
// nothing is ever spent that has not dropped into the bucket.
//
// Guarantee: in any window of length w, at most burst + w / interval tokens are
// taken, also when threads are woken late. First come, first served. A waiter
// that is stopped leaves nothing behind: those after it move up by one.
//
// Thread safety: everything but construction and destruction. Complexity:
// reading the clock under a lock; Gcra is faster and shares less.
#pragma once

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <stop_token>
#include <utility>

#include "sync/outcome.hpp"
#include "sync/rate.hpp"

namespace hb::sync {

template <typename Time = SteadyTime>
class TokenBucket {
 public:
  explicit TokenBucket(Rate rate, Time time = {})
      : rate_(rate), time_(time), tokens_(rate.burst), filled_(time_.now()) {
    assert(rate.is_valid());
  }

  TokenBucket(const TokenBucket&) = delete;
  TokenBucket& operator=(const TokenBucket&) = delete;

  // done, or would_block if the bucket is empty or others wait.
  Outcome try_acquire() {
    std::lock_guard lock(mutex_);
    return queue_.empty() && take() ? Outcome::done : Outcome::would_block;
  }

  // Waits for a token: done or stopped.
  Outcome acquire(std::stop_token stop = {}) {
    return acquire_until({}, std::move(stop));
  }

  // As above, or timed_out, once `deadline` has passed.
  Outcome acquire_until(const Deadline& deadline, std::stop_token stop = {}) {
    if (try_acquire() == Outcome::done) return Outcome::done;
    std::list<FutexWord> place(1);  // our place in the queue, made unlocked
    const auto mine = place.begin();
    {
      std::lock_guard lock(mutex_);
      queue_.splice(queue_.end(), place);
    }
    const Outcome outcome = wait(*mine, deadline, stop);
    std::lock_guard lock(mutex_);
    place.splice(place.end(), queue_, mine);
    // WHY under the lock: the next cannot leave, and its place with it.
    if (!queue_.empty()) call(queue_.front());
    return outcome;
  }

 private:
  // The first in the queue waits for the next token, the others to be called.
  Outcome wait(FutexWord& called, const Deadline& deadline,
               const std::stop_token& stop) {
    const std::stop_callback on_stop(stop, [&] { call(called); });
    // WHY not *deadline below: g++ 12 takes it for uninitialized in callers.
    const TimePoint latest = deadline.value_or(TimePoint::max());
    for (;;) {
      // WHY acquire: pairs with the release in call(); a call that we have
      // seen lets us see why. One after this keeps us from falling asleep.
      const std::uint32_t calls = called.load(std::memory_order_acquire);
      Deadline until = deadline;
      {
        std::lock_guard lock(mutex_);
        if (&queue_.front() == &called) {
          if (take()) return Outcome::done;
          const TimePoint next = filled_ + rate_.interval;
          until = std::min(latest, next);
        }
      }
      if (stop.stop_requested()) return Outcome::stopped;
      if (deadline && time_.now() >= latest) return Outcome::timed_out;
      time_.wait(called, calls, until);
    }
  }

  void call(FutexWord& waiter) {
    // WHY release: pairs with the acquire in wait().
    waiter.fetch_add(1, std::memory_order_release);
    time_.wake(waiter);
  }

  // REQUIRES: the lock. Whole intervals only, so that no fraction is lost.
  bool take() {
    const TimePoint now = time_.now();
    const auto dropped = (now - filled_) / rate_.interval;
    if (dropped >= rate_.burst - tokens_) {
      tokens_ = rate_.burst;
      filled_ = now;
    } else if (dropped > 0) {
      tokens_ += dropped;
      filled_ += dropped * rate_.interval;
    }
    if (tokens_ == 0) return false;
    --tokens_;
    return true;
  }

  const Rate rate_;
  [[no_unique_address]] Time time_;
  std::mutex mutex_;
  std::int64_t tokens_;         // guarded by mutex_
  TimePoint filled_;            // when the last token dropped; by mutex_
  std::list<FutexWord> queue_;  // who waits, in order; guarded by mutex_
};

}  // namespace hb::sync
