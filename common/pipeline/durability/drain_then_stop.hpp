// Two stops in a row: one that lets finish what has begun, one that does not.
//
// The state machine of shutdown.hpp, without signals: they come from anything
// that has a Channel<int>'s receive_until().
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stop_token>

#include "sync/futex.hpp"
#include "sync/outcome.hpp"

namespace hb::pipeline {

// One thread calls watch(), once; all else may be called by any thread.
class DrainThenStop {
 public:
  explicit DrainThenStop(std::chrono::nanoseconds grace) : grace_(grace) {}

  // #region watch
  // Takes signals until the source is closed. The first requests drain; the
  // second, or the end of the grace that begins with the first, hard_stop. The
  // third is returned: who sends it wants an end, and no more order. 0: there
  // was none.
  template <typename Signals>
  int watch(Signals& signals) {
    const sync::Expected<int> first = signals.receive_until({});
    if (!first) return 0;
    // WHY release, and before the request: whoever has seen the stop reads with
    // acquire, in signal(), why.
    signal_.store(*first, std::memory_order_release);
    drain_.request_stop();
    const sync::Expected<int> second = signals.receive_until(end_of_grace());
    if (!second && second.outcome() == sync::Outcome::closed) return 0;
    hard_stop_.request_stop();
    if (!second && !signals.receive_until({})) return 0;
    const sync::Expected<int> third = signals.receive_until({});
    return third ? *third : 0;
  }
  // #endregion watch

  std::stop_token drain() const { return drain_.get_token(); }
  std::stop_token hard_stop() const { return hard_stop_.get_token(); }

  // 0, or the first that came.
  int signal() const {
    // WHY acquire: pairs with the release in watch().
    return signal_.load(std::memory_order_acquire);
  }

 private:
  sync::Deadline end_of_grace() const {
    // WHY a limit: now() plus the longest duration is in the past.
    constexpr std::chrono::nanoseconds kLongest = std::chrono::hours(24 * 365);
    return std::chrono::steady_clock::now() +
           std::clamp(grace_, std::chrono::nanoseconds(0), kLongest);
  }

  const std::chrono::nanoseconds grace_;
  std::atomic<int> signal_ = 0;
  std::stop_source drain_;      // thread-safe, as is the next
  std::stop_source hard_stop_;  // requested after drain_, if at all
};

}  // namespace hb::pipeline
