// A bounded channel for one sender and one receiver: Channel at less cost.
//
// Its calls and outcomes are those of channel.hpp, but for the end: the sender
// closes it. With one thread on either side no slot needs to be claimed: each
// side writes its own index, and remembers the other's until that no longer
// suffices, so the lines that both use move once for many values.
//
// Source: L. Lamport, "Proving the correctness of multiprocess programs"
// (1977); the remembered index: J. Giacomoni and others, "FastForward" (2008),
// and E. Rigtorp, SPSCQueue.
#pragma once

#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <utility>

#include "sync/event_count.hpp"
#include "sync/outcome.hpp"
#include "sync/slot_ring.hpp"
#include "sync/uninitialized.hpp"

namespace hb::sync {

// One thread calls send, try_send and close, one thread receive; both may be
// others later, where the later call happens after the earlier. All must have
// returned before it is destroyed. A call that need not wait takes O(1) steps,
// none of them a locked instruction.
template <typename T>
class SpscChannel {
 public:
  using Value = T;

  // REQUIRES: capacity > 0. A rendezvous is Channel's.
  explicit SpscChannel(std::size_t capacity)
      // WHY one more: both indices equal means empty, not full.
      : size_(capacity + 1),
        slots_(std::make_unique<Unflagged<T>[]>(size_ + 2 * kPadding)),
        not_empty_(pauses_for(capacity)),
        not_full_(pauses_for(capacity)) {
    assert(capacity > 0 && capacity < SIZE_MAX / 2);
  }

  ~SpscChannel() {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    for (std::size_t at = head_.load(std::memory_order_relaxed); at != tail;
         at = next(at)) {
      slot(at).reset();
    }
  }
  SpscChannel(const SpscChannel&) = delete;
  SpscChannel& operator=(const SpscChannel&) = delete;

  Outcome send(T&& value, std::stop_token stop = {}) {
    return send_until(std::move(value), {}, std::move(stop));
  }
  Outcome send(const T& value, std::stop_token stop = {}) {
    return send_until(T(value), {}, std::move(stop));
  }
  Outcome send_until(T&& value, const Deadline& deadline,
                     std::stop_token stop = {}) {
    const auto attempt = [&] { return try_send(std::move(value)); };
    return not_full_.await(attempt, attempt, deadline, stop);
  }
  // If T's move throws, the value is not sent.
  Outcome try_send(T&& value) {
    // WHY relaxed: only this thread writes tail_, and is_closed_.
    if (is_closed_.load(std::memory_order_relaxed)) return Outcome::closed;
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    const std::size_t after = next(tail);
    if (after == seen_head_) {
      // WHY acquire: pairs with the release in try_receive; the slot is empty.
      seen_head_ = head_.load(std::memory_order_acquire);
      if (after == seen_head_) return Outcome::would_block;
    }
    slot(tail).emplace(std::move(value));
    // WHY release: pairs with the acquire in try_receive; the value is there.
    tail_.store(after, std::memory_order_release);
    not_empty_.notify_one();
    return Outcome::done;
  }

  Expected<T> receive(std::stop_token stop = {}) {
    return receive_until({}, std::move(stop));
  }
  Expected<T> receive_until(const Deadline& deadline,
                            std::stop_token stop = {}) {
    const auto attempt = [&] { return try_receive(); };
    return not_empty_.await(attempt, attempt, deadline, stop);
  }
  // If T's move throws, the value is lost.
  Expected<T> try_receive() {
    // WHY relaxed: only this thread writes head_.
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == seen_tail_) {
      // WHY before tail_, and acquire: pairs with the release in close(); what
      // was sent before it is then seen.
      const bool is_closed = is_closed_.load(std::memory_order_acquire);
      // WHY acquire: pairs with the release in try_send.
      seen_tail_ = tail_.load(std::memory_order_acquire);
      if (head == seen_tail_) {
        return is_closed ? Outcome::closed : Outcome::would_block;
      }
    }
    const Taken taken{*this, slot(head), next(head)};
    return std::move(*slot(head));
  }

  // The sender's last call: what was sent can still be received. To make the
  // sender stop, the receiver has a stop token.
  void close() {
    // WHY release: pairs with the acquire in try_receive.
    is_closed_.store(true, std::memory_order_release);
    not_empty_.notify_all();
  }

  std::size_t capacity() const { return size_ - 1; }

  // For select.hpp.
  EventCount& not_empty() { return not_empty_; }

 private:
  // What is left to do once a value is taken, also where its move throws.
  struct Taken {
    SpscChannel& channel;
    Unflagged<T>& value;
    std::size_t after;
    ~Taken() {
      value.reset();
      // WHY release: pairs with the acquire in try_send.
      channel.head_.store(after, std::memory_order_release);
      channel.not_full_.notify_one();
    }
  };

  std::size_t next(std::size_t index) const {
    return index + 1 == size_ ? 0 : index + 1;
  }
  Unflagged<T>& slot(std::size_t index) { return slots_[index + kPadding]; }

  // WHY: no other object shares a line with the first or the last slot.
  static constexpr std::size_t kPadding =
      (cache_line - 1) / sizeof(Unflagged<T>) + 1;

  const std::size_t size_;
  const std::unique_ptr<Unflagged<T>[]> slots_;
  std::atomic<bool> is_closed_ = false;
  EventCount not_empty_;
  EventCount not_full_;
  // WHY a line each: the sender's two, and the receiver's two.
  alignas(cache_line) std::atomic<std::size_t> tail_ = 0;
  std::size_t seen_head_ = 0;  // the sender's
  alignas(cache_line) std::atomic<std::size_t> head_ = 0;
  std::size_t seen_tail_ = 0;  // the receiver's
};

}  // namespace hb::sync
