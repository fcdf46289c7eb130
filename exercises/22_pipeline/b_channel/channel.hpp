// 22b  channel: many senders, one end
//
// Situation  Workers hand their chunks to the writer through a channel. The
//            first worker that finds nothing to do closes it, and what the
//            others still compress is lost. A worker that fails closes it as
//            well: the writer sees a short file. And a slow disk fills the
//            memory, since the channel takes whatever comes.
//
// Task       One channel for several senders and one receiver:
//              - no more than `depth` values wait in it. With depth 0, none
//                does: a sender waits until the receiver waits, too;
//              - every sender calls finish() once, or fail(); when all have
//                finished, receive() gives the values left, then nullopt;
//              - after fail(), which the receiver may call, too, send() returns
//                false. receive() gives the values left, then throws the first
//                error;
//              - what send() has accepted is received.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, no polling, no timed wait.
//
// Check      ./workbook check 22b
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
    std::lock_guard lock(mutex_);
    values_.push_back(std::move(value));
    filled_.notify_one();
    return true;
  }

  // Waits for the next value. Nullopt at the end; throws the error, if that is
  // the end. Called by one thread.
  std::optional<T> receive() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return closed_ || !values_.empty(); });
    if (values_.empty()) return std::nullopt;
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    return value;
  }

  // One sender has sent its last value.
  // TODO: whose end is the end of the stream? And which end is an error?
  void finish() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    filled_.notify_one();
  }

  // The stream cannot go on, because of `error`.
  void fail(std::exception_ptr) { finish(); }

 private:
  [[maybe_unused]] const std::size_t depth_;  // never changes: needs no lock
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<T> values_;          // guarded by mutex_
  [[maybe_unused]] int senders_;  // guarded by mutex_
  bool closed_ = false;           // guarded by mutex_
};

}  // namespace hb
