// 07d  try_send: refuse instead of waiting (solution)
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace hb {

enum class TrySend { sent, full, closed };

// A channel that holds at most `capacity` values.
// ---------------------------------------------------- edit below this line
template <typename T>
class Channel {
 public:
  explicit Channel(std::size_t capacity) : capacity_(capacity) {}

  // Queues `value` if there is room for it now. Leaves it alone if not.
  TrySend try_send(T&& value) {
    // WHY lock() and not try_lock(): nobody keeps this lock for long, and
    // "somebody is in the channel" is not "the channel is full".
    std::lock_guard lock(mutex_);
    // WHY closed first: a full channel may have room later, a closed one not.
    if (closed_) return TrySend::closed;
    // WHY the test and the push under one lock: the room that was seen is
    // still there.
    if (values_.size() >= capacity_) return TrySend::full;
    // WHY moved from here and not earlier: a refused value is still the
    // caller's.
    values_.push_back(std::move(value));
    // WHY: the receiver that this value is for may be asleep.
    not_empty_.notify_one();
    return TrySend::sent;
  }

  // Waits for the next value. Returns nullopt once the channel is closed and
  // every value has been received.
  std::optional<T> receive() {
    std::unique_lock lock(mutex_);
    // WHY a predicate: wait() may return without a notification, and another
    // receiver may have taken the value first.
    not_empty_.wait(lock, [&] { return closed_ || !values_.empty(); });
    if (values_.empty()) return std::nullopt;
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    return value;
  }

  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    // WHY all: the end of the stream concerns every receiver.
    not_empty_.notify_all();
  }

 private:
  const std::size_t capacity_;  // never changes: needs no lock
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::deque<T> values_;  // guarded by mutex_
  bool closed_ = false;   // guarded by mutex_
};

}  // namespace hb
