// 09d  from_cv: a semaphore of your own (solution)
#pragma once

#include <condition_variable>
#include <mutex>

namespace hb {

// Permits for any number of threads. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class Semaphore {
 public:
  explicit Semaphore(int permits) : permits_(permits) {}

  // Takes a permit, waiting for one while there is none.
  void acquire() {
    std::unique_lock lock(mutex_);
    // WHY a predicate: a wait may end unasked, and somebody who has never
    // slept may have taken the permit. Pairs with the unlock in release().
    not_empty_.wait(lock, [&] { return permits_ > 0; });
    --permits_;
  }

  // Takes a permit if there is one. Does not wait.
  bool try_acquire() {
    // WHY the lock: to look and to take are one step. Whoever gets a permit
    // sees what was written before the release() that gave it back.
    std::lock_guard lock(mutex_);
    if (permits_ == 0) return false;
    --permits_;
    return true;
  }

  // Gives `count` permits back, or adds so many.
  void release(int count = 1) {
    // WHY notify under the lock: after the unlock, acquire() may have returned
    // and its thread destroyed this object.
    std::lock_guard lock(mutex_);
    permits_ += count;
    // WHY one for each: a permit is for one, and each is enough for somebody.
    for (int i = 0; i < count; ++i) not_empty_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  int permits_;  // guarded by mutex_
};

}  // namespace hb
