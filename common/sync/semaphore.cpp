#include "sync/semaphore.hpp"

#include <algorithm>

#include "sync/spin.hpp"

namespace hb::sync {

Semaphore::Semaphore(std::int64_t capacity)
    : capacity_(capacity), state_(permits(capacity)) {
  assert(0 < capacity && capacity <= kMost);
}

Expected<Permit> Semaphore::acquire_until(const Deadline& deadline,
                                          std::int64_t count,
                                          std::stop_token stop) {
  Outcome outcome = try_take(count);
  if (outcome == Outcome::would_block) {
    outcome = wait(count, deadline, std::move(stop));
  }
  return granted(count, outcome);
}

// The waiters are counted high, never low: a count too many costs a system
// call, one too few leaves somebody asleep. So a waiter counts itself before it
// sleeps, the one who wakes it counts it off, and one who leaves on its own
// does not, for it cannot know whether that has been done.
Outcome Semaphore::wait(std::int64_t count, const Deadline& deadline,
                        std::stop_token stop) {
  for (Spin spin; spin.again();) {
    const Outcome outcome = try_take(count);
    if (outcome != Outcome::would_block) return outcome;
  }
  const std::stop_callback on_stop(stop, [this] { wake_all(); });
  for (;;) {
    // WHY before take_or_register: a waker counts us off and then raises the
    // epoch, so with an older epoch we cannot fall asleep uncounted.
    // WHY acquire: pairs with the release in wake(); with the new epoch comes
    // the permit, the close or the stop that it was raised for.
    const std::uint32_t epoch = epoch_.load(std::memory_order_acquire);
    const Outcome outcome = take_or_register(count);
    if (outcome != Outcome::would_block) return outcome;
    if (stop.stop_requested()) return leave(Outcome::stopped);
    if (futex_wait(epoch_, epoch, deadline) == FutexWait::timed_out) {
      const Outcome last = try_take(count);
      return last == Outcome::would_block ? leave(Outcome::timed_out) : last;
    }
  }
}

Outcome Semaphore::take_or_register(std::int64_t count) {
  // WHY relaxed: only a guess; the exchange decides.
  State state = state_.load(std::memory_order_relaxed);
  for (;;) {
    if (state & kClosed) return Outcome::closed;
    const bool there = state >= permits(count);
    State next = state - permits(count);
    if (!there) {
      next = count > 1 ? state | kWeighted : state;
      if ((state & kWaiters) != kWaiters) next += kWaiter;
    }
    // WHY acquire: pairs with the release in release().
    // WHY release: pairs with the acquire in leave() and in wake(), which raise
    // the epoch after they have counted us off; our reading of the epoch comes
    // before that.
    if (state_.compare_exchange_weak(state, next, std::memory_order_acq_rel,
                                     std::memory_order_relaxed)) {
      return there ? Outcome::done : Outcome::would_block;
    }
  }
}

// The stopped may have been woken for a permit that it does not take. Somebody
// else who sleeps could have it.
Outcome Semaphore::leave(Outcome why) {
  // WHY an update: it reads the newest state. If the permit comes later, so
  // does its wake-up, and we no longer sleep.
  const State state = state_.fetch_add(0, std::memory_order_acq_rel);
  if (state >= permits(1) && (state & kWaiters)) wake(1);
  return why;
}

void Semaphore::wake(std::int64_t count) {
  // WHY relaxed: only a guess; the exchange decides.
  State state = state_.load(std::memory_order_relaxed);
  State woken = 0;
  do {
    if (state & kWeighted) return wake_all();
    woken = std::min(static_cast<State>(count), (state & kWaiters) / kWaiter);
    if (woken == 0) return;  // whoever counted them off wakes them
    // WHY acquire: pairs with the release in take_or_register().
  } while (!state_.compare_exchange_weak(state, state - woken * kWaiter,
                                         std::memory_order_acq_rel,
                                         std::memory_order_relaxed));
  // WHY release: pairs with the acquire in wait(), before the next sleep.
  epoch_.fetch_add(1, std::memory_order_release);
  futex_wake(epoch_, static_cast<int>(woken));
}

void Semaphore::wake_all() {
  // WHY acquire: pairs with the release in take_or_register().
  state_.fetch_and(~(kWaiters | kWeighted), std::memory_order_acq_rel);
  // WHY release: pairs with the acquire in wait(), before the next sleep.
  epoch_.fetch_add(1, std::memory_order_release);
  futex_wake_all(epoch_);
}

void Semaphore::close() {
  // WHY release: pairs with the acquire of a waiter that sees it.
  state_.fetch_or(kClosed, std::memory_order_release);
  wake_all();
}

}  // namespace hb::sync
