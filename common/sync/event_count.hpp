// Sleep until something may have changed, at no cost to who changes it.
//
// A condition variable without a mutex. Who changes something calls notify_one,
// which is a load where nobody waits; who needs a change calls await with an
// attempt at what it wants, and sleeps only while the attempt would block.
//
//   producer:  slot.store(value, release);    consumer:  items.await(
//              items.notify_one();                         attempt, {}, stop);
//
// No wake-up is lost: the notifier writes, then reads whether somebody waits;
// the waiter says that it waits, then reads what was written; an asymmetric
// fence between each pair lets at least one see the other. The waiter, who is
// about to sleep anyway, pays for both.
//
// The notifier claims the waiter: it takes it off the count and leaves a grant.
// If the sleeper took itself off when at last it runs, every change until then
// would make another system call.
//
// Sources: D. Vyukov, "eventcount" (1024cores.net); P1202R5.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <stop_token>

#include "sync/asymmetric_fence.hpp"
#include "sync/futex.hpp"
#include "sync/outcome.hpp"
#include "sync/parker.hpp"
#include "sync/spin.hpp"
#include "sync/wait_list.hpp"

namespace hb::sync {

inline Outcome outcome_of(Outcome outcome) { return outcome; }
template <typename T>
Outcome outcome_of(const Expected<T>& result) {
  return result.outcome();
}

// At most 16,383 threads wait at once. Safe for use by any of them.
class EventCount {
 public:
  // `pauses` between two looks, before it sleeps: see spin.hpp.
  explicit EventCount(int pauses = 1) : pauses_(pauses) {}
  EventCount(const EventCount&) = delete;
  EventCount& operator=(const EventCount&) = delete;

  // Wakes one of those who wait, if any. Call it after the change.
  void notify_one() {
    // WHY: the change before it, the count after it; the other end is the heavy
    // fence in Registration.
    asymmetric_fence_light();
    // WHY relaxed: it orders nothing; the fence has.
    if (word_.load(std::memory_order_relaxed) >= kWaiter) wake_one();
  }

  void notify_all();

  // Calls `attempt`, which returns an Outcome or an Expected, until it is
  // something other than would_block, and returns that; or stopped or
  // timed_out, where it must be waited for. `look` is an attempt that may say
  // would_block without being sure: it is what is tried before sleeping.
  // What either throws ends the wait.
  template <typename Look, typename Attempt>
  auto await(Look look, Attempt attempt, const Deadline& deadline,
             const std::stop_token& stop) -> decltype(attempt());

  // One of several event counts that a thread waits for: see select.hpp.
  struct Observer : WaitList<Observer>::Link {
    Parker* parker = nullptr;
  };
  void observe(Observer& observer);
  // False if it has been notified: then that was meant for this observer, and
  // if it does not want it, it passes it on by notify_one().
  bool stop_observing(Observer& observer);

 private:
  // Says that this thread waits, from its construction to its end.
  class Registration {
   public:
    explicit Registration(EventCount& events) : events_(events) {
      events_.enter();
    }
    ~Registration() {
      if (!is_claimed_) events_.leave();
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

    // Sleeps until a notifier claims this waiter. False: the deadline passed.
    bool sleep(const Deadline& deadline) {
      return is_claimed_ = events_.sleep(deadline);
    }

   private:
    EventCount& events_;
    bool is_claimed_ = false;
  };

  void enter();
  void leave();
  bool sleep(const Deadline& deadline);
  void wake_one();
  bool wake_observer();
  void wake_first();  // REQUIRES: mutex_ is held, and there is an observer

  template <typename Attempt>
  [[gnu::noinline]] auto await_asleep(Attempt& attempt,
                                      const Deadline& deadline,
                                      const std::stop_token& stop)
      -> decltype(attempt());

  // Grants, waiters (those without a grant), and whether there are observers,
  // in one word: grants + waiters are the threads between enter and leave.
  static constexpr std::uint32_t kGrant = 1;
  static constexpr std::uint32_t kWaiter = 1u << 14;
  static constexpr std::uint32_t kObserved = 1u << 28;
  static constexpr std::uint32_t grants(std::uint32_t word) {
    return word % kWaiter;
  }
  static constexpr std::uint32_t waiters(std::uint32_t word) {
    return word % kObserved / kWaiter;
  }

  FutexWord word_ = 0;
  const int pauses_;
  std::mutex mutex_;
  WaitList<Observer> observers_;  // guarded by mutex_
};

template <typename Look, typename Attempt>
auto EventCount::await(Look look, Attempt attempt, const Deadline& deadline,
                       const std::stop_token& stop) -> decltype(attempt()) {
  if (stop.stop_requested()) return Outcome::stopped;
  for (Spin spin(pauses_);;) {
    auto result = look();
    if (outcome_of(result) != Outcome::would_block) return result;
    if (!spin.again()) break;
  }
  return await_asleep(attempt, deadline, stop);
}

template <typename Attempt>
auto EventCount::await_asleep(Attempt& attempt, const Deadline& deadline,
                              const std::stop_token& stop)
    -> decltype(attempt()) {
  const std::stop_callback wake(stop, [this] { notify_all(); });
  for (;;) {
    bool is_late = false;
    {
      Registration registration(*this);
      auto result = attempt();
      if (outcome_of(result) != Outcome::would_block) return result;
      if (stop.stop_requested()) return Outcome::stopped;
      is_late = !registration.sleep(deadline);
    }
    // WHY once more: a notifier may have claimed this waiter as it gave up, and
    // then nobody else was told.
    auto result = attempt();
    if (outcome_of(result) != Outcome::would_block) return result;
    if (stop.stop_requested()) return Outcome::stopped;
    if (is_late) return Outcome::timed_out;
  }
}

}  // namespace hb::sync
