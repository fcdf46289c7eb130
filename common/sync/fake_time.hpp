// A clock for tests of rate limiters: it stands still while anybody works, and
// jumps to the next deadline when all wait. A minute of limits takes no time,
// and every call has an exact moment.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>

#include "sync/rate.hpp"

namespace hb::sync {

class FakeClock {
 public:
  // `threads` use it; it moves only when all of them wait in it.
  explicit FakeClock(std::size_t threads) : working_(threads) {}

  TimePoint now() {
    std::lock_guard lock(mutex_);
    return now_;
  }

  FutexWait wait(const FutexWord& word, std::uint32_t expected,
                 const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    // WHY acquire: pairs with the release before wake(). As futex(2), this
    // compares and falls asleep in one step: wake() needs the lock.
    if (word.load(std::memory_order_acquire) != expected) {
      return FutexWait::woken;
    }
    const auto me = sleepers_.insert(sleepers_.end(), {&word, deadline});
    --working_;
    move_on();
    changed_.wait(lock, [&] { return me->is_called; });
    const bool is_due = deadline && now_ >= *deadline;
    sleepers_.erase(me);
    return is_due ? FutexWait::timed_out : FutexWait::woken;
  }

  void wake(const FutexWord& word) {
    std::lock_guard lock(mutex_);
    for (Sleeper& each : sleepers_) {
      if (each.word == &word) call(each);
    }
  }

  // This thread is done with it.
  void leave() {
    std::lock_guard lock(mutex_);
    --working_;
    move_on();
  }

 private:
  struct Sleeper {
    const FutexWord* word;
    Deadline deadline;
    bool is_called = false;
  };

  void call(Sleeper& sleeper) {
    if (sleeper.is_called) return;
    sleeper.is_called = true;
    ++working_;  // now, or the clock would jump before it is awake
    changed_.notify_all();
  }

  void move_on() {
    if (working_ > 0) return;
    Deadline next;
    for (const Sleeper& each : sleepers_) {
      if (each.deadline)
        next = std::min(next.value_or(*each.deadline), *each.deadline);
    }
    if (next) now_ = std::max(now_, *next);
    for (Sleeper& each : sleepers_) {
      if (each.deadline && *each.deadline <= now_) call(each);
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  TimePoint now_{};      // guarded by mutex_, as is the rest
  std::size_t working_;  // threads that do not wait here
  std::list<Sleeper> sleepers_;
};

// What a limiter is given: it copies its time.
class FakeTime {
 public:
  explicit FakeTime(FakeClock& clock) : clock_(&clock) {}

  TimePoint now() const { return clock_->now(); }
  FutexWait wait(const FutexWord& word, std::uint32_t expected,
                 const Deadline& deadline) {
    return clock_->wait(word, expected, deadline);
  }
  void wake(const FutexWord& word) { clock_->wake(word); }

 private:
  FakeClock* clock_;
};

}  // namespace hb::sync
