// 10d  fair: whose turn is it?
//
// Situation  Several clients share one quota: one request every interval. They
//            are served in the order in which they came. One of them comes with
//            500 requests at once, and everybody else waits behind them for
//            three minutes.
//
// Task       Let the clients take turns:
//              - the next turn goes to a client whose last turn is longest ago,
//                one that never had a turn first of all;
//              - the requests of one client are served as they came;
//              - who is next is decided when the turn is there, so that a
//                client that comes late, but in time, is among them;
//              - no turn is given to a client that does not wait, and two turns
//                are `interval` apart or more.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. Who waits sleeps, and does not look again and again.
//
// Check      ./workbook check 10d
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
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
    // TODO: the turn is given away for ever before anybody else has come.
    const auto turn = std::max(next_, Clock::now());
    next_ = turn + interval_;
    last_turn_[client] = turn;
    lock.unlock();
    std::this_thread::sleep_until(turn);
  }

 private:
  const Clock::duration interval_;  // never changes: needs no lock
  std::mutex mutex_;
  Clock::time_point next_{};                  // guarded by mutex_
  std::vector<Clock::time_point> last_turn_;  // guarded by mutex_; by client
};

}  // namespace hb
