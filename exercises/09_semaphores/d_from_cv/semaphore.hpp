// 09d  from_cv: a semaphore of your own
//
// Situation  libstdc++ 12's std::counting_semaphore can sleep with permits
//            left, so a museum writes its own to count visitors. It asks again
//            and again, and a queue at the door keeps every processor busy.
//
// Task       Build it from a std::mutex and a std::condition_variable:
//              - acquire() sleeps while there is no permit, and never are more
//                out than there are;
//              - release(n) gives n back, and wakes n who wait, and not all;
//              - what was written before a release() can be read after the
//                acquire() that it let in;
//              - who acquires the last permit may destroy the semaphore, while
//                release() has not returned yet.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, no timed wait, no <semaphore>.
//
// Check      ./workbook check 09d
#pragma once

#include <mutex>

namespace hb {

// Permits for any number of threads. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class Semaphore {
 public:
  explicit Semaphore(int permits) : permits_(permits) {}

  // Takes a permit, waiting for one while there is none.
  void acquire() {
    // TODO: sleep until there is something to ask for.
    while (!try_acquire()) {
    }
  }

  // Takes a permit if there is one. Does not wait.
  bool try_acquire() {
    std::lock_guard lock(mutex_);
    if (permits_ == 0) return false;
    --permits_;
    return true;
  }

  // Gives `count` permits back, or adds so many.
  void release(int count = 1) {
    std::lock_guard lock(mutex_);
    permits_ += count;
  }

 private:
  std::mutex mutex_;
  int permits_;  // guarded by mutex_
};

}  // namespace hb
