#include "sync/semaphore.hpp"

#include <algorithm>
#include <stdexcept>

#include "sync/spin.hpp"

namespace hb::sync {

Semaphore::Semaphore(std::int64_t capacity)
    : capacity_(capacity), state_(permits(capacity)) {
  assert(0 < capacity && capacity <= kMost);
}

Expected<Permit> Semaphore::acquire_until(const Deadline& deadline,
                                          std::int64_t count,
                                          std::stop_token stop) {
  State seen = 0;
  Outcome outcome = try_take(count, seen);
  if (outcome == Outcome::would_block) {
    outcome = wait(count, seen, deadline, std::move(stop));
  }
  return granted(count, outcome);
}

// The waiters are counted high, never low: a count too many costs a system
// call, one too few leaves somebody asleep. So a waiter counts itself before it
// sleeps, the one who wakes it counts it off, and one who leaves on its own
// does not, for it cannot know whether that has been done.
Outcome Semaphore::wait(std::int64_t count, State seen,
                        const Deadline& deadline, std::stop_token stop) {
  if (count > capacity_) {
    throw std::invalid_argument("more permits than the semaphore has");
  }
  for (Spin spin; spin.again();) {
    const Outcome outcome = try_take(count, seen);
    if (outcome != Outcome::would_block) return outcome;
  }
  FutexWord& epoch_word = count == 1 ? epoch_ : weighted_epoch_;
  const std::stop_callback on_stop(stop, [this] { wake_all(); });
  for (;;) {
    // WHY before take_or_register: a waker counts us off and then raises the
    // epoch, so with an older epoch we cannot fall asleep uncounted.
    // WHY acquire: pairs with the release in wake(); with the new epoch comes
    // the permit, the close or the stop that it was raised for.
    const std::uint32_t epoch = epoch_word.load(std::memory_order_acquire);
    const Outcome outcome = take_or_register(count, seen);
    if (outcome != Outcome::would_block) return outcome;
    // WHY nobody else misses the wake-up that we may have had: whoever is
    // woken looks for a permit first, and a stop wakes all.
    if (stop.stop_requested()) return Outcome::stopped;
    if (futex_wait(epoch_word, epoch, deadline) == FutexWait::timed_out) {
      const Outcome last = try_take(count);
      return last == Outcome::would_block ? Outcome::timed_out : last;
    }
  }
}

Outcome Semaphore::take_or_register(std::int64_t count, State& seen) {
  for (;;) {
    if (seen & kClosed) return Outcome::closed;
    const bool there = seen >= permits(count);
    State next = seen - permits(count);
    if (!there) {
      next = count > 1 ? seen | kWeighted : seen;
      if (count == 1 && (seen & kWaiters) != kWaiters) next += kWaiter;
    }
    // WHY acquire: pairs with the release in release().
    // WHY release: pairs with the acquire in wake() and wake_all(), which raise
    // the epoch after they have counted us off; we have read it before that.
    // WHY relaxed where it fails: only a guess for the next round.
    if (state_.compare_exchange_weak(seen, next, std::memory_order_acq_rel,
                                     std::memory_order_relaxed)) {
      seen = next;
      return there ? Outcome::done : Outcome::would_block;
    }
  }
}

// As many of those who wait for one as there are permits, and all who wait for
// more: which of them can go on, they find out.
void Semaphore::wake(std::int64_t count, State state) {
  State woken = 0;
  do {
    woken = std::min(static_cast<State>(count), (state & kWaiters) / kWaiter);
    // WHY acquire: pairs with the release in take_or_register().
  } while (!state_.compare_exchange_weak(
      state, (state - woken * kWaiter) & ~kWeighted, std::memory_order_acq_rel,
      std::memory_order_relaxed));
  // WHY release, both: pair with the acquire in wait(), before the next sleep.
  if (woken > 0) {
    epoch_.fetch_add(1, std::memory_order_release);
    futex_wake(epoch_, static_cast<int>(woken));
  }
  if (state & kWeighted) {
    weighted_epoch_.fetch_add(1, std::memory_order_release);
    futex_wake_all(weighted_epoch_);
  }
}

void Semaphore::wake_all() {
  // WHY acquire: pairs with the release in take_or_register().
  state_.fetch_and(~(kWaiters | kWeighted), std::memory_order_acq_rel);
  for (FutexWord* const epoch : {&epoch_, &weighted_epoch_}) {
    // WHY release: pairs with the acquire in wait(), before the next sleep.
    epoch->fetch_add(1, std::memory_order_release);
    futex_wake_all(*epoch);
  }
}

void Semaphore::close() {
  // WHY release: pairs with the acquire of a waiter that sees it.
  state_.fetch_or(kClosed, std::memory_order_release);
  wake_all();
}

}  // namespace hb::sync
