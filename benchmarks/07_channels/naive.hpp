// The naive channel, against which everything else is measured. It stays as it
// is: every figure "x naive" means this one.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "measure.hpp"

namespace hb {

// #region naive
// One lock and one wake-up for each value.
class Naive {
 public:
  explicit Naive(std::size_t depth) : depth_(depth) {}

  void send(Value value) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [&] { return values_.size() < depth_; });
    values_.push_back(value);
    // WHY under the lock: with four receivers, after it is several times
    // slower, and the naive row is to be honest.
    not_empty_.notify_one();
  }

  std::optional<Value> receive() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [&] { return closed_ || !values_.empty(); });
    if (values_.empty()) return std::nullopt;
    const Value value = values_.front();
    values_.pop_front();
    not_full_.notify_one();
    return value;
  }

  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    not_empty_.notify_all();
  }

  template <typename Each>
  void receive_all(Each each) {
    while (const std::optional<Value> value = receive()) each(*value);
  }

 private:
  const std::size_t depth_;
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::deque<Value> values_;  // guarded by mutex_
  bool closed_ = false;       // guarded by mutex_
};
// #endregion naive

}  // namespace hb
