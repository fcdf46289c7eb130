// A bounded channel for one sender and one receiver: Channel at less cost.
//
// Its calls and outcomes are those of channel.hpp, but for the end: the sender
// closes it. With one thread on either side no slot needs to be claimed: each
// side writes its own index, which the other reads only before it sleeps. A
// value and the news of it are in one line, which moves once for both.
#pragma once

#include <cstddef>
#include <stop_token>
#include <utility>

#include "sync/event_count.hpp"
#include "sync/outcome.hpp"
#include "sync/slot_ring.hpp"

namespace hb::sync {

// One thread calls send, try_send and close, one thread receive; both may be
// others later, where the later call happens after the earlier. All must have
// returned before it is destroyed. A call that need not wait takes O(1) steps,
// none of them a locked instruction; a slot takes 8 bytes more than a T.
template <typename T>
class SpscChannel {
 public:
  using Value = T;

  // REQUIRES: capacity > 0. A rendezvous is Channel's.
  explicit SpscChannel(std::size_t capacity) : ring_(capacity) {}

  Outcome send(T&& value, std::stop_token stop = {}) {
    return send_until(std::move(value), {}, std::move(stop));
  }
  Outcome send(const T& value, std::stop_token stop = {}) {
    return send_until(T(value), {}, std::move(stop));
  }
  Outcome send_until(T&& value, const Deadline& deadline,
                     std::stop_token stop = {}) {
    return ring_.not_full().await(
        [&] { return ring_.look_push(std::move(value)); },
        [&] { return ring_.push(std::move(value)); }, deadline, stop);
  }
  // If T's move throws, the value is not sent.
  Outcome try_send(T&& value) { return ring_.push(std::move(value)); }

  Expected<T> receive(std::stop_token stop = {}) {
    return receive_until({}, std::move(stop));
  }
  Expected<T> receive_until(const Deadline& deadline,
                            std::stop_token stop = {}) {
    return ring_.not_empty().await([&] { return ring_.look_pop(); },
                                   [&] { return ring_.pop(); }, deadline, stop);
  }
  // If T's move throws, the value is lost.
  Expected<T> try_receive() { return ring_.pop(); }

  // The sender's last call: what was sent can still be received. To make the
  // sender stop, the receiver has a stop token.
  void close() { ring_.close(); }

  std::size_t capacity() const { return ring_.capacity(); }

  // For select.hpp.
  EventCount& not_empty() { return ring_.not_empty(); }

 private:
  SlotRing<T, Ends::one> ring_;
};

}  // namespace hb::sync
