// 05b  bounded_buffer: two conditions, one mutex (solution)
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

namespace hb {

// A queue of at most `capacity` values, for any number of threads.
// ---------------------------------------------------- edit below this line
template <typename T>
class BoundedBuffer {
 public:
  explicit BoundedBuffer(std::size_t capacity) : capacity_(capacity) {}

  // Adds `value` at the end, waiting for room while the buffer is full.
  void put(T value) {
    {
      std::unique_lock lock(mutex_);
      // WHY a predicate, asked again after each wake-up: another put() may
      // have taken the room, and a wait may end unasked.
      not_full_.wait(lock, [&] { return values_.size() < capacity_; });
      values_.push_back(std::move(value));
    }
    // WHY one, and at every value: a value satisfies one take(). The one that
    // an earlier call has woken may not have run yet.
    not_empty_.notify_one();
  }

  // Takes the oldest value, waiting for one while the buffer is empty.
  T take() {
    std::unique_lock lock(mutex_);
    // WHY a predicate: as in put(). Pairs with the unlock there.
    not_empty_.wait(lock, [&] { return !values_.empty(); });
    T value = std::move(values_.front());
    values_.pop_front();
    lock.unlock();
    // WHY the other condition: what has changed is the room, and those who
    // wait for a value cannot use it.
    not_full_.notify_one();
    return value;
  }

 private:
  const std::size_t capacity_;  // never changes: needs no lock
  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  std::deque<T> values_;  // guarded by mutex_
};

}  // namespace hb
