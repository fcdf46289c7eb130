// 07d  try_send: refuse instead of waiting
//
// Situation  A sensor delivers a value every millisecond, whether or not its
//            reader keeps up. It may lose a value and must never wait for
//            room. The try_send() below waits.
//
// Task       Make try_send() answer at once:
//              - with room for the value, it queues it: sent;
//              - without, it leaves the value to the caller: full;
//              - after close(), full or not, it leaves it too: closed.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, no polling, no timed wait.
//            3. full means that `capacity` values are queued, nothing else.
//
// Check      ./workbook check 07d
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
    std::unique_lock lock(mutex_);
    // TODO: the sensor must not wait.
    not_full_.wait(lock, [&] { return closed_ || values_.size() < capacity_; });
    if (closed_) return TrySend::closed;
    values_.push_back(std::move(value));
    not_empty_.notify_one();
    return TrySend::sent;
  }

  // Waits for the next value. Returns nullopt once the channel is closed and
  // every value has been received.
  std::optional<T> receive() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [&] { return closed_ || !values_.empty(); });
    if (values_.empty()) return std::nullopt;
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    not_full_.notify_one();
    return value;
  }

  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    not_full_.notify_all();
    not_empty_.notify_all();
  }

 private:
  const std::size_t capacity_;  // never changes: needs no lock
  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  std::deque<T> values_;  // guarded by mutex_
  bool closed_ = false;   // guarded by mutex_
};

}  // namespace hb
