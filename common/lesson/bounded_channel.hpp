// BoundedChannel: the channels of 07 and 08c as one, given to lesson 22. Not to
// be edited there; the library's can do more and cost less.
//
// Thread safety: any thread may call anything.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace hb {

template <typename T>
class BoundedChannel {
 public:
  explicit BoundedChannel(std::size_t room) : room_(room) {}

  // Waits for room. Returns false, and drops the value, once it is closed: also
  // if that happens while it waits.
  bool send(T value) {
    std::unique_lock lock(mutex_);
    // WHY two reasons: pairs with the unlocks in receive() and close().
    changed_.wait(lock, [&] { return closed_ || values_.size() < room_; });
    if (closed_) return false;
    values_.push_back(std::move(value));
    changed_.notify_all();
    return true;
  }

  // Waits for a value; nullopt once it is closed and nothing is left.
  std::optional<T> receive() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !values_.empty(); });
    if (values_.empty()) return std::nullopt;
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    changed_.notify_all();
    return value;
  }

  // The stream ends: what was sent can still be received.
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  // Nobody wants the rest: closed, and what was sent is dropped.
  void cancel() {
    std::deque<T> dropped;  // WHY: destroyed without the lock
    std::lock_guard lock(mutex_);
    closed_ = true;
    dropped.swap(values_);
    changed_.notify_all();
  }

 private:
  const std::size_t room_;  // never changes: needs no lock
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> values_;  // guarded by mutex_
  bool closed_ = false;   // guarded by mutex_
};

}  // namespace hb
