// The bounded queue inside Channel: a ring of slots, each with its own turn.
//
// A sender claims the next slot by moving `tail_`, writes the value, and says
// by the slot's turn that it is there; a receiver claims it by moving `head_`,
// takes the value, and says that the slot is free. So two senders meet on
// `tail_` alone, and a sender and a receiver on the slot alone. Where there is
// one of each, nobody else claims, and a claim is a store.
//
// Source: D. Vyukov, "Bounded MPMC queue" (1024cores.net); with a lap in each
// position, as in crossbeam's array channel, any capacity will do, 1 too, and
// no operation divides. For one of each: J. Giacomoni and others, "FastForward"
// (2008), where, too, the slot alone says whose turn it is.
#pragma once

#include <atomic>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "sync/cache.hpp"
#include "sync/event_count.hpp"
#include "sync/outcome.hpp"
#include "sync/spin.hpp"
#include "sync/uninitialized.hpp"

namespace hb::sync {

// How many threads may send at once, and how many receive.
enum class Ends { many, one };

// Safe for use by as many threads as kEnds says; with one, the sender closes.
// Every operation takes O(1) steps and waits only for another thread that is in
// the middle of its own.
template <typename T, Ends kEnds = Ends::many>
class SlotRing {
 public:
  // REQUIRES: capacity > 0.
  explicit SlotRing(std::size_t capacity)
      : slots_(std::make_unique<Slot[]>(capacity)),
        capacity_(capacity),
        lap_(std::bit_ceil(capacity)),
        not_empty_(pauses_for(capacity)),
        not_full_(pauses_for(capacity)) {
    assert(capacity > 0 && capacity < kClosed / 4);
  }

  // REQUIRES: no call is under way.
  ~SlotRing() {
    const std::uint64_t end = tail_.load(std::memory_order_relaxed) & ~kClosed;
    for (std::uint64_t at = head_.load(std::memory_order_relaxed); at != end;
         at = next(at)) {
      Slot& slot = slots_[index(at)];
      if (slot.value.has_value()) slot.value.reset();
    }
  }
  SlotRing(const SlotRing&) = delete;
  SlotRing& operator=(const SlotRing&) = delete;

  std::size_t capacity() const { return capacity_; }
  EventCount& not_empty() { return not_empty_; }
  EventCount& not_full() { return not_full_; }

  // Moves from `value` only if it is done.
  Outcome push(T&& value) {
    Backoff backoff;
    for (;;) {
      const Outcome outcome = look_push(std::move(value));
      if (outcome != Outcome::would_block) return outcome;
      // WHY: full, or a receiver is about to free the slot. Only who knows that
      // it is full may sleep: that receiver wakes just one.
      const std::uint64_t tail = tail_.load(std::memory_order_relaxed);
      if (tail & kClosed) return Outcome::closed;
      // WHY relaxed is not too old: who is about to sleep has said so, with a
      // heavy fence, and who was woken has acquired what the notifier had seen.
      if (head_.load(std::memory_order_relaxed) + lap_ == tail) {
        return Outcome::would_block;
      }
      backoff.wait();
    }
  }

  // The same, but would_block may also mean that a slot is about to be free.
  Outcome look_push(T&& value) {
    // WHY relaxed, of tail_ and head_: they only share out slots; values pass
    // by the slots' turns.
    std::uint64_t tail = tail_.load(std::memory_order_relaxed);
    for (;;) {
      if (tail & kClosed) return Outcome::closed;
      Slot& slot = slots_[index(tail)];
      // WHY acquire: pairs with the release in Taken; the old value is gone.
      const std::uint64_t turn = slot.turn.load(std::memory_order_acquire);
      if (turn == free_at(tail)) {
        if (claim(tail_, tail)) {
          const Filled filled{*this, slot, full_at(tail)};
          slot.value.emplace(std::move(value));
          return Outcome::done;
        }
      } else {
        const std::uint64_t seen = tail;
        tail = tail_.load(std::memory_order_relaxed);
        if (tail == seen) return Outcome::would_block;
      }
    }
  }

  Expected<T> pop() {
    Backoff backoff;
    for (;;) {
      Expected<T> value = look_pop();
      if (value) return value;
      // WHY acquire: pairs with the release in close().
      const std::uint64_t tail = tail_.load(std::memory_order_acquire);
      if (head_.load(std::memory_order_relaxed) == (tail & ~kClosed)) {
        return tail & kClosed ? Outcome::closed : Outcome::would_block;
      }
      backoff.wait();
    }
  }

  // The same, but would_block may also mean that a value is about to be there,
  // or that the ring is closed.
  Expected<T> look_pop() {
    std::uint64_t head = head_.load(std::memory_order_relaxed);
    for (;;) {
      Slot& slot = slots_[index(head)];
      // WHY acquire: pairs with the release in Filled; the value is there.
      const std::uint64_t turn = slot.turn.load(std::memory_order_acquire);
      if (turn == full_at(head)) {
        if (claim(head_, head)) {
          const Taken taken{*this, slot, free_at(head + lap_)};
          if (slot.value.has_value()) return std::move(*slot.value);
          // Its sender's move threw: the next one.
          head = head_.load(std::memory_order_relaxed);
        }
      } else {
        const std::uint64_t seen = head;
        head = head_.load(std::memory_order_relaxed);
        if (head == seen) return Outcome::would_block;
      }
    }
  }

  // No slot is claimed for sending from now on.
  void close() {
    tail_.fetch_or(kClosed, std::memory_order_release);
    not_empty_.notify_all();
    not_full_.notify_all();
  }

 private:
  // WHY no line of its own: a receiver some slots behind gets many values with
  // one line.
  struct Slot {
    std::atomic<std::uint64_t> turn = 0;
    Uninitialized<T> value;  // whose turn it is may touch it
  };

  // What is left to do once a slot is claimed, also where a move throws.
  struct Filled {
    SlotRing& ring;
    Slot& slot;
    std::uint64_t turn;
    ~Filled() {
      // WHY release: pairs with the acquire in look_pop().
      slot.turn.store(turn, std::memory_order_release);
      ring.not_empty_.notify_one();
    }
  };
  struct Taken {
    SlotRing& ring;
    Slot& slot;
    std::uint64_t turn;
    ~Taken() {
      if (slot.value.has_value()) slot.value.reset();
      // WHY release: pairs with the acquire in look_push().
      slot.turn.store(turn, std::memory_order_release);
      ring.not_full_.notify_one();
    }
  };

  // Moves `end` on from `position`, unless somebody else was faster. May fail
  // for no reason.
  bool claim(std::atomic<std::uint64_t>& end, std::uint64_t& position) {
    const std::uint64_t after = next(position);
    if constexpr (kEnds == Ends::one) {
      // WHY no locked instruction: only this thread writes it. It would cost
      // more than all the rest, and wait for every store before it.
      end.store(after, std::memory_order_relaxed);
      return true;
    } else {
      if (!end.compare_exchange_weak(position, after,
                                     std::memory_order_relaxed)) {
        return false;
      }
      // WHY: the next claim would wait for the line of its slot. WHY not in a
      // short ring, or further: it would take what the other side is using.
      if (capacity_ >= 4 * kSlotsInLine) {
        const std::uint64_t next_line = index(position) + kSlotsInLine;
        prefetch_to_write(&slots_[next_line < capacity_ ? next_line : 0]);
      }
      return true;
    }
  }

  // A position: the lap above, the slot's index below. The turns of a slot are
  // 0 (free), 1 (full), then the same in the next lap.
  std::uint64_t index(std::uint64_t position) const {
    return position & (lap_ - 1);
  }
  std::uint64_t next(std::uint64_t position) const {
    if (index(position) + 1 < capacity_) return position + 1;
    return (position & ~(lap_ - 1)) + lap_;
  }
  std::uint64_t free_at(std::uint64_t position) const {
    return (position & ~(lap_ - 1)) * 2;
  }
  std::uint64_t full_at(std::uint64_t position) const {
    return free_at(position) + 1;
  }

  static constexpr std::uint64_t kSlotsInLine =
      sizeof(Slot) < cache_line ? cache_line / sizeof(Slot) : 1;
  static constexpr std::uint64_t kClosed = std::uint64_t{1} << 63;

  alignas(cache_line) std::atomic<std::uint64_t> head_ = 0;
  alignas(cache_line) std::atomic<std::uint64_t> tail_ = 0;  // and kClosed
  // Read by all, written only by who goes to sleep and who wakes.
  alignas(cache_line) const std::unique_ptr<Slot[]> slots_;
  const std::uint64_t capacity_;
  const std::uint64_t lap_;
  EventCount not_empty_;
  EventCount not_full_;
};

}  // namespace hb::sync
