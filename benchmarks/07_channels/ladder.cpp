// The steps between a lock and the library's channel, each by one idea.

#include <atomic>
#include <climits>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "measure.hpp"
#include "sync/channel.hpp"
#include "sync/futex.hpp"
#include "sync/spin.hpp"
#include "sync/spsc_channel.hpp"

namespace hb {
namespace {

template <typename Channel>
class ReceiveAll : public Channel {
 public:
  using Channel::Channel;
  template <typename Each>
  void receive_all(Each each) {
    while (const auto value = this->receive()) each(*value);
  }
};

// A lock and a ring, and 20 yields before each sleep.
class MutexRing {
 public:
  explicit MutexRing(std::size_t depth) : ring_(depth) {}

  void send(Value value) {
    std::unique_lock lock(mutex_);
    wait(lock, not_full_, [&] { return end_ - begin_ < ring_.size(); });
    ring_[end_++ % ring_.size()] = value;
    not_empty_.notify_one();
  }
  std::optional<Value> receive() {
    std::unique_lock lock(mutex_);
    wait(lock, not_empty_, [&] { return closed_ || begin_ != end_; });
    if (begin_ == end_) return std::nullopt;
    const Value value = ring_[begin_++ % ring_.size()];
    not_full_.notify_one();
    return value;
  }
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    not_empty_.notify_all();
  }

 private:
  template <typename Ready>
  static void wait(std::unique_lock<std::mutex>& lock,
                   std::condition_variable& changed, Ready ready) {
    for (int yields = 0; yields < 20 && !ready(); ++yields) {
      lock.unlock();
      std::this_thread::yield();
      lock.lock();
    }
    changed.wait(lock, ready);
  }

  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::vector<Value> ring_;  // all that follows is guarded by mutex_
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool closed_ = false;
};

// Vyukov's ring: a turn in each slot, padded to a line. It can only refuse.
class Ring {
 public:
  explicit Ring(std::size_t depth) : slots_(depth) {}

  bool push(Value value) {
    std::uint64_t at = tail_.load(std::memory_order_relaxed);
    for (;;) {
      Slot& slot = slots_[at % slots_.size()];
      const std::uint64_t turn = at / slots_.size() * 2;
      // WHY acquire, and the release below: each side's are the other's ends.
      if (slot.turn.load(std::memory_order_acquire) == turn) {
        if (tail_.compare_exchange_weak(at, at + 1,
                                        std::memory_order_relaxed)) {
          slot.value = value;
          slot.turn.store(turn + 1, std::memory_order_release);
          return true;
        }
      } else {
        const std::uint64_t seen = at;
        at = tail_.load(std::memory_order_relaxed);
        if (at == seen) return false;
      }
    }
  }
  std::optional<Value> pop() {
    std::uint64_t at = head_.load(std::memory_order_relaxed);
    for (;;) {
      Slot& slot = slots_[at % slots_.size()];
      const std::uint64_t turn = at / slots_.size() * 2 + 1;
      if (slot.turn.load(std::memory_order_acquire) == turn) {
        if (head_.compare_exchange_weak(at, at + 1,
                                        std::memory_order_relaxed)) {
          const Value value = slot.value;
          slot.turn.store(turn + 1, std::memory_order_release);
          return value;
        }
      } else {
        const std::uint64_t seen = at;
        at = head_.load(std::memory_order_relaxed);
        if (at == seen) return std::nullopt;
      }
    }
  }

 private:
  struct alignas(64) Slot {
    std::atomic<std::uint64_t> turn = 0;
    Value value = 0;
  };
  std::vector<Slot> slots_;
  alignas(64) std::atomic<std::uint64_t> head_ = 0;
  alignas(64) std::atomic<std::uint64_t> tail_ = 0;
};

// Never sleeps: 64 pauses, then yields.
struct NoEvents {
  template <typename Ready>
  static void await(Ready ready) {
    for (int tries = 0; !ready(); ++tries) {
      if (tries < 64) {
        sync::spin_pause();
      } else {
        std::this_thread::yield();
      }
    }
  }
  static void notify(int) {}
};

// Sleeps until the epoch changes. With kClaimed, the notifier takes the waiter
// off the count; without, the waiter does when it runs again.
template <bool kClaimed, int kLooks>
class Events {
 public:
  template <typename Ready>
  void await(Ready ready) {
    for (int look = 0; look < kLooks; ++look) {
      if (ready()) return;
      look < kLooks - 20 ? sync::spin_pause() : std::this_thread::yield();
    }
    for (;;) {
      // WHY the epoch first: a notifier who counts this thread moves it on.
      const std::uint32_t epoch = epoch_.load(std::memory_order_acquire);
      waiters_.fetch_add(1, std::memory_order_relaxed);
      // WHY: the other end is the fence in notify.
      std::atomic_thread_fence(std::memory_order_seq_cst);
      if (ready()) {
        leave(epoch);
        return;
      }
      sync::futex_wait(epoch_, epoch);
      leave(epoch);
      if (ready()) return;
    }
  }
  void notify(int count) {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    std::uint32_t waiters = waiters_.load(std::memory_order_relaxed);
    if (waiters == 0) return;
    if (kClaimed) {
      while (waiters > 0 && !waiters_.compare_exchange_weak(
                                waiters, count == 1 ? waiters - 1 : 0,
                                std::memory_order_relaxed)) {
      }
    }
    epoch_.fetch_add(1, std::memory_order_release);
    sync::futex_wake(epoch_, count);
  }

 private:
  void leave(std::uint32_t epoch) {
    // WHY not where it was claimed: the notifier has, and one too many waiters
    // costs a wake-up, one too few loses one.
    if (kClaimed && epoch_.load(std::memory_order_relaxed) != epoch) return;
    std::uint32_t waiters = waiters_.load(std::memory_order_relaxed);
    while (waiters > 0 &&
           !waiters_.compare_exchange_weak(waiters, waiters - 1,
                                           std::memory_order_relaxed)) {
    }
  }

  alignas(64) sync::FutexWord epoch_ = 0;
  std::atomic<std::uint32_t> waiters_ = 0;
};

template <typename Waiting>
class RingChannel {
 public:
  explicit RingChannel(std::size_t depth) : ring_(depth) {}

  void send(Value value) {
    not_full_.await([&] { return ring_.push(value); });
    not_empty_.notify(1);
  }
  std::optional<Value> receive() {
    std::optional<Value> value;
    not_empty_.await([&] {
      // WHY asked before the pop: what was sent before close() is then there.
      const bool closed = closed_.load(std::memory_order_acquire);
      value = ring_.pop();
      return value || closed;
    });
    if (value) not_full_.notify(1);
    return value;
  }
  void close() {
    closed_.store(true, std::memory_order_release);
    not_empty_.notify(INT_MAX);
  }

 private:
  Ring ring_;
  std::atomic<bool> closed_ = false;
  Waiting not_empty_;
  Waiting not_full_;
};

}  // namespace

void add_ladder(std::size_t depth, Shape shape) {
  add<ReceiveAll<MutexRing>>("1_lock_ring_yield", depth, shape);
  add<ReceiveAll<RingChannel<NoEvents>>>("2_vyukov_spin", depth, shape, cheap);
  add<ReceiveAll<RingChannel<Events<false, 0>>>>("3_event_count", depth, shape);
  add<ReceiveAll<RingChannel<Events<true, 0>>>>("4_claimed", depth, shape);
  add<ReceiveAll<RingChannel<Events<true, 84>>>>("5_spin_yield", depth, shape,
                                                 cheap);
  add<ReceiveAll<sync::Channel<Value>>>("library", depth, shape, cheap);
  if (shape.senders == 1 && shape.receivers == 1) {
    add<ReceiveAll<sync::SpscChannel<Value>>>("library_spsc", depth, shape,
                                              cheap);
  }
}

}  // namespace hb
