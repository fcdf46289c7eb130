// 08c  errors_cross: an error is a result, and not the end (solution)
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
  std::mutex mutex;
  std::exception_ptr first;  // guarded by mutex
  const auto fail = [&] {
    {
      std::lock_guard lock(mutex);
      if (!first) first = std::current_exception();
    }
    // WHY cancel: whoever waits for room or for a value wakes up, and goes. The
    // error is kept by then, so no consequence of it can be the first.
    values.cancel();
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < workers; ++i) {
      threads.emplace_back([&] {
        try {
          while (std::optional<int> value = values.receive()) work(*value);
        } catch (...) {
          fail();
        }
      });
    }
    try {
      // WHY ask send(): it says that nobody is left to take the rest.
      while (std::optional<int> value = read()) {
        if (!values.send(*value)) break;
      }
    } catch (...) {
      fail();
    }
    values.close();
  }
  // WHY no lock: all threads are joined, and what they wrote may be read.
  if (first) std::rethrow_exception(first);
}

}  // namespace hb
