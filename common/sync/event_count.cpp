#include "sync/event_count.hpp"

#include <cassert>

namespace hb::sync {

void EventCount::enter() {
  // WHY acq_rel: after a claim, which releases, this thread must see what the
  // claim was for, or that it is gone: it may take that grant.
  [[maybe_unused]] const std::uint32_t before =
      word_.fetch_add(kWaiter, std::memory_order_acq_rel);
  assert(waiters(before) + 1 < kObserved / kWaiter && "too many waiters");
  // WHY: the count before it, the attempt after it; the other end is the light
  // fence in notify_one and notify_all.
  asymmetric_fence_heavy();
}

// Takes itself off the waiters, or takes the grant that there must be.
void EventCount::leave() {
  std::uint32_t word = word_.load(std::memory_order_relaxed);
  // WHY acquire: as in enter().
  while (!word_.compare_exchange_weak(
      word, word - (waiters(word) > 0 ? kWaiter : kGrant),
      std::memory_order_acquire, std::memory_order_relaxed)) {
  }
  // WHY pass it on: the grant may be for a change that this thread leaves to
  // others. All that wait have theirs; an observer has been told nothing. One
  // that comes later finds the change, by its fetch_or after our exchange.
  if (waiters(word) == 0 && word >= kObserved) wake_one();
}

bool EventCount::sleep(const Deadline& deadline) {
  std::uint32_t word = word_.load(std::memory_order_relaxed);
  for (FutexWait wait = FutexWait::woken;;) {
    while (grants(word) > 0) {
      // WHY acquire: pairs with the release of the notifier's claim, so that
      // the next attempt sees what it was for.
      if (word_.compare_exchange_weak(word, word - kGrant,
                                      std::memory_order_acquire,
                                      std::memory_order_relaxed)) {
        return true;
      }
    }
    if (wait == FutexWait::timed_out) return false;
    wait = futex_wait(word_, word, deadline);
    word = word_.load(std::memory_order_relaxed);
  }
}

void EventCount::wake_one() {
  std::uint32_t word = word_.load(std::memory_order_relaxed);
  while (word >= kWaiter) {
    if (waiters(word) == 0) {
      if (wake_observer()) return;
      word = word_.load(std::memory_order_relaxed);
    } else if (word_.compare_exchange_weak(word, word - kWaiter + kGrant,
                                           std::memory_order_acq_rel,
                                           std::memory_order_relaxed)) {
      // WHY acq_rel above: the other ends are in sleep(), enter() and leave().
      futex_wake(word_, 1);
      return;
    }
  }
}

void EventCount::notify_all() {
  asymmetric_fence_light();
  std::uint32_t word = word_.load(std::memory_order_relaxed);
  while (waiters(word) > 0) {
    const std::uint32_t claimed = waiters(word);
    if (word_.compare_exchange_weak(
            word, word - claimed * kWaiter + claimed * kGrant,
            std::memory_order_acq_rel, std::memory_order_relaxed)) {
      futex_wake_all(word_);
      break;
    }
  }
  // WHY those of now: one that comes back meanwhile has seen the change.
  if (word_.load(std::memory_order_relaxed) >= kObserved) {
    std::lock_guard lock(mutex_);
    while (!observers_.empty()) wake_first();
  }
}

void EventCount::observe(Observer& observer) {
  {
    std::lock_guard lock(mutex_);
    observers_.push_back(observer);
    word_.fetch_or(kObserved, std::memory_order_acq_rel);
  }
  // WHY: as in enter().
  asymmetric_fence_heavy();
}

bool EventCount::stop_observing(Observer& observer) {
  std::lock_guard lock(mutex_);
  if (!observer.is_linked()) return false;
  observers_.remove(observer);
  if (observers_.empty()) {
    word_.fetch_and(~kObserved, std::memory_order_relaxed);
  }
  return true;
}

bool EventCount::wake_observer() {
  std::lock_guard lock(mutex_);
  if (observers_.empty()) return false;
  wake_first();
  return true;
}

void EventCount::wake_first() {
  Observer& observer = *observers_.front();
  observers_.remove(observer);
  if (observers_.empty()) {
    word_.fetch_and(~kObserved, std::memory_order_relaxed);
  }
  // WHY under the lock: once its owner has it, the observer may be gone.
  observer.parker->signal();
}

}  // namespace hb::sync
