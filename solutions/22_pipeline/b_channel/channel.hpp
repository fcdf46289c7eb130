// 22b  channel: many senders, one end (solution)
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>

namespace hb {

// Passes values from a fixed number of senders to one receiver.
// ---------------------------------------------------- edit below this line
template <typename T>
class Channel {
 public:
  Channel(std::size_t depth, int senders) : depth_(depth), senders_(senders) {}

  // Waits for room, and queues `value`. False, and drops it, after fail().
  bool send(T value) {
    std::unique_lock lock(mutex_);
    // WHY two reasons: pairs with the notifications in receive() and fail().
    room_.wait(lock, [&] { return error_ || has_room(); });
    if (error_) return false;
    values_.push_back(std::move(value));
    // WHY one: there is one receiver.
    filled_.notify_one();
    return true;
  }

  // Waits for the next value. Nullopt at the end; throws the error, if that is
  // the end. Called by one thread.
  std::optional<T> receive() {
    std::unique_lock lock(mutex_);
    is_waiting_ = values_.empty();
    // WHY here: this call makes room for one value, by taking one or, where
    // depth is 0, by waiting for one. Pairs with the wait in send().
    room_.notify_one();
    // WHY three reasons: pairs with send(), finish() and fail().
    filled_.wait(lock,
                 [&] { return !values_.empty() || senders_ == 0 || error_; });
    is_waiting_ = false;
    if (!values_.empty()) {
      std::optional<T> value(std::move(values_.front()));
      values_.pop_front();
      return value;
    }
    // WHY behind the values: what was accepted comes before the error.
    if (error_) std::rethrow_exception(error_);
    return std::nullopt;
  }

  // One sender has sent its last value.
  void finish() {
    std::lock_guard lock(mutex_);
    // WHY the last alone: the others may still send. Pairs with receive().
    if (--senders_ == 0) filled_.notify_one();
  }

  // The stream cannot go on, because of `error`.
  void fail(std::exception_ptr error) {
    std::lock_guard lock(mutex_);
    if (error_) return;
    error_ = std::move(error);
    // WHY all: every sender that waits for room has to give up.
    room_.notify_all();
    filled_.notify_one();
  }

 private:
  // REQUIRES: mutex_ is held.
  bool has_room() const {
    return values_.size() < depth_ || (is_waiting_ && values_.empty());
  }

  const std::size_t depth_;  // never changes: needs no lock
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable filled_;
  std::deque<T> values_;      // guarded by mutex_
  std::exception_ptr error_;  // guarded by mutex_
  int senders_;               // guarded by mutex_; those not finished
  bool is_waiting_ = false;   // guarded by mutex_; the receiver, for a value
};

}  // namespace hb
