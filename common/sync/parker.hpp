// Where one thread sleeps until another signals it: a latch for one.
#pragma once

#include <atomic>
#include <cstdint>

#include "sync/futex.hpp"
#include "sync/spin.hpp"

namespace hb::sync {

class Parker {
 public:
  // Waits for signal(), looking before it sleeps. False if the deadline passed
  // first. Called by the thread that owns it.
  bool park(const Deadline& deadline = {}) {
    // WHY acquire: pairs with the release in signal(), so that what was written
    // for this thread is here.
    const auto is_signalled = [&] {
      return state_.load(std::memory_order_acquire) == kSignalled;
    };
    if (is_signalled() || comes_soon(is_signalled)) return true;
    std::uint32_t state = kAwake;
    // It is kAsleep already where an earlier call was late.
    if (!state_.compare_exchange_strong(state, kAsleep,
                                        std::memory_order_acquire) &&
        state == kSignalled) {
      return true;
    }
    FutexWait wait = FutexWait::woken;
    while (!is_signalled()) {
      if (wait == FutexWait::timed_out) return false;
      wait = futex_wait(state_, kAsleep, deadline);
    }
    return true;
  }

  // May be called by anybody, more than once. The last access to this object is
  // the exchange: who was parked may then destroy it.
  void signal() {
    // WHY release: pairs with the acquire in park().
    if (state_.exchange(kSignalled, std::memory_order_release) == kAsleep) {
      futex_wake(state_, 1);
    }
  }

 private:
  static constexpr std::uint32_t kAwake = 0;
  static constexpr std::uint32_t kSignalled = 1;
  static constexpr std::uint32_t kAsleep = 2;

  FutexWord state_ = kAwake;
};

}  // namespace hb::sync
