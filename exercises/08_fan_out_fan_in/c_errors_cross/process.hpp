// 08c  errors_cross: an error is a result, and not the end
//
// Situation  One thread reads, others work, a channel is between them. As long
//            as nothing fails, all is well. An error of `work` ends the whole
//            program, an error of `read` hangs it.
//
// Task       Let an error cross to the caller:
//              - the first error, of `read` or of `work`, is thrown by
//                process(), after every thread has ended;
//              - the others stop: no worker begins another value once its own
//                work has failed, and `read` is not called to the end for
//                nobody.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. Channel is right as it is.
//            3. No sleeping, no polling, no timed wait.
//
// Check      ./workbook check 08c
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace hb {

// The channel of 07a with room for one value, which can also be cancelled.
class Channel {
 public:
  // Waits for room. False if the channel is cancelled: the value is dropped.
  bool send(int value) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return cancelled_ || values_.empty(); });
    if (cancelled_) return false;
    values_.push_back(value);
    changed_.notify_all();
    return true;
  }

  // Waits for a value; nullopt after the last one, or once it is cancelled.
  std::optional<int> receive() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !values_.empty(); });
    if (values_.empty()) return std::nullopt;
    const int value = values_.front();
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

  // Nobody wants the rest: what was sent is dropped, and both sides give up.
  void cancel() {
    std::lock_guard lock(mutex_);
    cancelled_ = closed_ = true;
    values_.clear();
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> values_;  // guarded by mutex_
  bool closed_ = false;     // guarded by mutex_
  bool cancelled_ = false;  // guarded by mutex_
};

using Read = std::function<std::optional<int>()>;  // nullopt: the end
using Work = std::function<void(int)>;

// Calls `read` until its end and passes each value to `work`, which `workers`
// threads call. Returns when all of them have ended; throws the first error
// that `read` or `work` has thrown.
// ---------------------------------------------------- edit below this line
inline void process(const Read& read, int workers, const Work& work) {
  Channel values;
  std::vector<std::jthread> threads;
  for (int i = 0; i < workers; ++i) {
    threads.emplace_back([&] {
      // TODO: what if work() throws here? And what if read() does, below?
      while (std::optional<int> value = values.receive()) work(*value);
    });
  }
  while (std::optional<int> value = read()) values.send(*value);
  values.close();
}

}  // namespace hb
