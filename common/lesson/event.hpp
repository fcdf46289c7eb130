// Event: happens once, and lets everybody through who waits for it. That of 05a
// with a time limit, given to lesson 22.
//
// Thread safety: any thread may call anything, as often as it likes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace hb {

class Event {
 public:
  void set() {
    std::lock_guard lock(mutex_);
    is_set_ = true;
    changed_.notify_all();
  }

  void wait() {
    std::unique_lock lock(mutex_);
    // WHY the lock and the predicate: pairs with the unlock in set().
    changed_.wait(lock, [&] { return is_set_; });
  }

  bool is_set() {
    std::lock_guard lock(mutex_);
    return is_set_;
  }

  // Returns false if it has not happened within `limit`.
  bool wait_for(std::chrono::steady_clock::duration limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return is_set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_set_ = false;  // guarded by mutex_; never goes back to false
};

}  // namespace hb
