// 10d  fair: whose turn is it? (solution)
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace hb {

// Lets one request go on every `interval`, the first at once. Clients are
// numbered from 0. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class FairLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  FairLimiter(Clock::duration interval, std::size_t clients)
      : interval_(interval), last_turn_(clients) {}

  // Returns when it is the turn of this request of `client`.
  void wait(std::size_t client) {
    std::unique_lock lock(mutex_);
    const auto me = waiting_.insert(waiting_.end(), client);
    while (true) {
      // WHY ask again after each sleep: a client that has waited longer may
      // have come meanwhile, and the turn is not ours before we take it.
      if (first_in_line() != me) {
        turn_taken_.wait(lock);
      } else if (Clock::now() < next_) {
        turn_taken_.wait_until(lock, next_);
      } else {
        break;
      }
    }
    waiting_.erase(me);
    last_turn_[client] = Clock::now();
    next_ = last_turn_[client] + interval_;
    // WHY all: one of them is the next, and nobody else knows which it is.
    // Pairs with the waits above.
    turn_taken_.notify_all();
  }

 private:
  using Line = std::list<std::size_t>;

  // REQUIRES: mutex_ is held, and somebody waits.
  Line::iterator first_in_line() {
    return std::ranges::min_element(
        waiting_, {}, [&](std::size_t client) { return last_turn_[client]; });
  }

  const Clock::duration interval_;  // never changes: needs no lock
  std::mutex mutex_;
  std::condition_variable turn_taken_;
  Line waiting_;                              // guarded by mutex_; as they came
  Clock::time_point next_{};                  // guarded by mutex_
  std::vector<Clock::time_point> last_turn_;  // guarded by mutex_; by client
};

}  // namespace hb
