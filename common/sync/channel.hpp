// A bounded channel: any number of senders, any number of receivers.
//
//   Channel<Frame> frames(64);
//   sender:    frames.send(std::move(frame), stop);     ... frames.close();
//   receiver:  while (auto frame = frames.receive(stop)) show(*frame);
//
// A full channel makes senders wait, an empty one receivers; each looks a
// little, then yields, then sleeps. What one sender sends is received in its
// order. What happens before a send of a value happens before what follows its
// receipt.
//
// How a call ends:
//   done         the value has been sent, or received
//   closed       send: close() was called. receive: and nothing is left
//   stopped      a stop was requested, at the latest while it waited
//   timed_out    the deadline passed
//   would_block  try_send and try_receive: full, or empty
//
// A value that was not sent is still the caller's: send moves from it only
// where it returns done.
//
// Exceptions: if T's move throws in send, that value is not sent, in receive it
// is lost; who called has the exception, and the channel goes on. In a
// rendezvous it is not lost: its sender still waits.
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <utility>
#include <variant>

#include "sync/event_count.hpp"
#include "sync/outcome.hpp"
#include "sync/rendezvous.hpp"
#include "sync/slot_ring.hpp"

namespace hb::sync {

// Safe for use by any number of threads; all calls must have returned before it
// is destroyed. A call that need not wait takes O(1) steps and no lock; a slot
// takes 8 bytes more than a T.
template <typename T>
class Channel {
 public:
  using Value = T;

  // At most `capacity` values are on their way. With 0, send returns when a
  // receiver has taken the value: a rendezvous.
  explicit Channel(std::size_t capacity) {
    if (capacity == 0) {
      rendezvous_ = std::make_unique<Rendezvous<T>>();
    } else {
      ring_ = std::make_unique<SlotRing<T>>(capacity);
    }
  }

  Outcome send(T&& value, std::stop_token stop = {}) {
    return send_until(std::move(value), {}, std::move(stop));
  }
  Outcome send(const T& value, std::stop_token stop = {}) {
    return send_until(T(value), {}, std::move(stop));
  }
  Outcome send_until(T&& value, const Deadline& deadline,
                     std::stop_token stop = {}) {
    if (!ring_) return rendezvous_->send(std::move(value), deadline, stop);
    return ring_->not_full().await(
        [&] { return ring_->look_push(std::move(value)); },
        [&] { return ring_->push(std::move(value)); }, deadline, stop);
  }
  Outcome try_send(T&& value) {
    if (!ring_) return rendezvous_->try_send(std::move(value));
    return ring_->push(std::move(value));
  }

  Expected<T> receive(std::stop_token stop = {}) {
    return receive_until({}, std::move(stop));
  }
  Expected<T> receive_until(const Deadline& deadline,
                            std::stop_token stop = {}) {
    if (!ring_) return rendezvous_->receive(deadline, stop);
    return ring_->not_empty().await([&] { return ring_->look_pop(); },
                                    [&] { return ring_->pop(); }, deadline,
                                    stop);
  }
  Expected<T> try_receive() {
    if (!ring_) return rendezvous_->try_receive();
    return ring_->pop();
  }

  // Later sends are refused, and those that wait. What was sent can still be
  // received. May be called again, and by anybody.
  void close() { ring_ ? ring_->close() : rendezvous_->close(); }

  std::size_t capacity() const { return ring_ ? ring_->capacity() : 0; }

  // For select.hpp.
  EventCount& not_empty() {
    return ring_ ? ring_->not_empty() : rendezvous_->not_empty();
  }

 private:
  // One of the two; never changes.
  std::unique_ptr<SlotRing<T>> ring_;
  std::unique_ptr<Rendezvous<T>> rendezvous_;
};

}  // namespace hb::sync
