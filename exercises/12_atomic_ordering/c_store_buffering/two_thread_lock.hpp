// 12c  store_buffering: two threads, each with a flag for the other
//
// Situation  Two threads share a device and no mutex. Each raises a flag and
//            lets the other go first; the book that this is from proves that
//            they are never both inside. Every store here is a release, every
//            load an acquire, and still both have been seen inside.
//
// Task       Make it true again:
//            - the two are never inside together;
//            - each gets in once the other has left, or was never there;
//            - whoever enters sees what was written inside before.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No mutex, semaphore or spin lock: this is one.
//            3. Release and acquire where they suffice.
//
// Check      ./workbook check 12c
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <thread>

namespace hb {

// Peterson's lock: mutual exclusion of two threads, called 0 and 1.
// ---------------------------------------------------- edit below this line
class TwoThreadLock {
 public:
  // Returns when this thread is inside, and the other one is not.
  void lock(std::size_t me) {
    const std::size_t other = 1 - me;
    // TODO: the four lines below are right, their memory orders are not.
    wants_[me].store(true, std::memory_order_release);
    turn_.store(other, std::memory_order_release);
    while (wants_[other].load(std::memory_order_acquire) &&
           turn_.load(std::memory_order_acquire) == other) {
      std::this_thread::yield();
    }
  }

  // Leaves.
  // REQUIRES: this thread is inside.
  void unlock(std::size_t me) {
    wants_[me].store(false, std::memory_order_release);
  }

 private:
  std::array<std::atomic<bool>, 2> wants_ = {};
  std::atomic<std::size_t> turn_ = 0;  // who may go first if both want to
};

}  // namespace hb
