// 07c  poison_pills: the end is a value too (solution)
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace hb {

// An unbounded queue. It cannot be closed: it carries values and nothing else.
template <typename T>
class Queue {
 public:
  void put(T value) {
    std::lock_guard lock(mutex_);
    values_.push_back(std::move(value));
    changed_.notify_one();
  }

  // Waits for a value.
  T take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !values_.empty(); });
    T value = std::move(values_.front());
    values_.pop_front();
    return value;
  }

  // True if nothing was queued at that moment.
  bool empty() {
    std::lock_guard lock(mutex_);
    return values_.empty();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> values_;  // guarded by mutex_
};

// Hands each value to one of `consumers` threads, which call `handle` with it,
// several at the same time. Returns when all values are handled.
// ---------------------------------------------------- edit below this line
inline void consume(const std::vector<int>& values, int consumers,
                    const std::function<void(int)>& handle) {
  // WHY optional: nullopt is the pill, and every int is left for the values.
  Queue<std::optional<int>> queue;
  std::vector<std::jthread> threads;
  for (int i = 0; i < consumers; ++i) {
    threads.emplace_back([&] {
      // WHY handle outside the queue's lock: take() has released it, so the
      // consumers meet only while they take.
      while (std::optional<int> value = queue.take()) handle(*value);
    });
  }
  for (int value : values) queue.put(value);
  // WHY last: the queue is first in, first out. When a pill is taken, every
  // value before it has been taken, and its consumer handles it before it ends.
  // WHY one each: a consumer that has taken a pill takes nothing more.
  for (int i = 0; i < consumers; ++i) queue.put(std::nullopt);
}

}  // namespace hb
