// A channel without room: a value passes when its sender and its receiver meet.
#pragma once

#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "sync/event_count.hpp"
#include "sync/outcome.hpp"
#include "sync/parker.hpp"
#include "sync/wait_list.hpp"

namespace hb::sync {

// What Channel is where its capacity is 0; see channel.hpp for the contract.
// Who waits longest is served first. Safe for use by any number of threads.
template <typename T>
class Rendezvous {
 public:
  Outcome try_send(T&& value) {
    std::lock_guard lock(mutex_);
    return hand_over(value);
  }

  Outcome send(T&& value, const Deadline& deadline,
               const std::stop_token& stop) {
    Waiter me;
    me.offered = &value;
    {
      std::lock_guard lock(mutex_);
      if (stop.stop_requested()) return Outcome::stopped;
      const Outcome outcome = hand_over(value);
      if (outcome != Outcome::would_block) return outcome;
      senders_.push_back(me);
    }
    not_empty_.notify_one();
    return wait(me, senders_, deadline, stop);
  }

  Expected<T> try_receive() {
    std::lock_guard lock(mutex_);
    return take();
  }

  Expected<T> receive(const Deadline& deadline, const std::stop_token& stop) {
    Waiter me;
    {
      std::lock_guard lock(mutex_);
      if (stop.stop_requested()) return Outcome::stopped;
      Expected<T> value = take();
      if (value.outcome() != Outcome::would_block) return value;
      receivers_.push_back(me);
    }
    const Outcome outcome = wait(me, receivers_, deadline, stop);
    if (outcome != Outcome::done) return outcome;
    return *std::move(me.received);
  }

  void close() {
    std::lock_guard lock(mutex_);
    is_closed_ = true;
    for (WaitList<Waiter>* waiters : {&senders_, &receivers_}) {
      while (Waiter* waiter = waiters->front()) {
        finish(*waiter, *waiters, Outcome::closed);
      }
    }
    not_empty_.notify_all();
  }

  // Notified for those who select when a sender has come, or the end.
  EventCount& not_empty() { return not_empty_; }

 private:
  struct Waiter : WaitList<Waiter>::Link {
    T* offered = nullptr;       // by a sender
    std::optional<T> received;  // by a receiver
    Outcome outcome = Outcome::would_block;
    Parker parker;
  };

  // REQUIRES, of all that follow but wait(): mutex_ is held.

  Outcome hand_over(T& value) {
    if (is_closed_) return Outcome::closed;
    Waiter* receiver = receivers_.front();
    if (!receiver) return Outcome::would_block;
    // WHY first: if the move throws, the receiver waits on.
    receiver->received.emplace(std::move(value));
    finish(*receiver, receivers_, Outcome::done);
    return Outcome::done;
  }

  Expected<T> take() {
    Waiter* sender = senders_.front();
    if (!sender) return is_closed_ ? Outcome::closed : Outcome::would_block;
    Expected<T> value = std::move(*sender->offered);
    finish(*sender, senders_, Outcome::done);
    return value;
  }

  void finish(Waiter& waiter, WaitList<Waiter>& waiters, Outcome outcome) {
    waiters.remove(waiter);
    waiter.outcome = outcome;
    // WHY under the lock: wait() locks before it returns, and until then the
    // waiter, in that thread's frame, is there.
    waiter.parker.signal();
  }

  Outcome wait(Waiter& me, WaitList<Waiter>& waiters, const Deadline& deadline,
               const std::stop_token& stop) {
    {
      const std::stop_callback wake(stop, [&] { me.parker.signal(); });
      me.parker.park(deadline);
    }
    std::lock_guard lock(mutex_);
    // WHY ask: a partner may have come as this thread gave up.
    if (me.outcome != Outcome::would_block) return me.outcome;
    waiters.remove(me);
    return stop.stop_requested() ? Outcome::stopped : Outcome::timed_out;
  }

  std::mutex mutex_;
  WaitList<Waiter> senders_;    // guarded by mutex_
  WaitList<Waiter> receivers_;  // guarded by mutex_
  bool is_closed_ = false;      // guarded by mutex_
  EventCount not_empty_;
};

}  // namespace hb::sync
