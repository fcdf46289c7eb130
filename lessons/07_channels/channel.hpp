// The channel of lesson 07: a queue that waits.
//
// Thread safety: send(), receive() and waits() may be called from any number
// of threads at once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <limits>
#include <mutex>
#include <utility>

namespace hb {

inline constexpr auto kUnbounded = std::numeric_limits<std::size_t>::max();

// #region channel
template <typename T>
class Channel {
 public:
  explicit Channel(std::size_t capacity) : capacity_(capacity) {}

  // Queues `value`, waiting for room while the channel is full.
  void send(T value) {
    std::unique_lock lock(mutex_);
    if (values_.size() == capacity_) ++waits_;
    not_full_.wait(lock, [&] { return values_.size() < capacity_; });
    values_.push_back(std::move(value));
    not_empty_.notify_one();
  }

  // Takes the oldest value, waiting for one while the channel is empty.
  T receive() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [&] { return !values_.empty(); });
    T value = std::move(values_.front());
    values_.pop_front();
    not_full_.notify_one();
    return value;
  }

  // How many calls of send() have found the channel full.
  std::size_t waits() {
    std::lock_guard lock(mutex_);
    return waits_;
  }

 private:
  const std::size_t capacity_;  // never changes: needs no lock
  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  std::deque<T> values_;   // guarded by mutex_
  std::size_t waits_ = 0;  // guarded by mutex_
};
// #endregion channel

}  // namespace hb
