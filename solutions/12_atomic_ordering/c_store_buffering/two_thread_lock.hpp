// 12c  store_buffering: two threads, each with a flag for the other (solution)
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
    // WHY seq_cst, here and in the two below: "write mine, then read theirs"
    // has one order for all only among seq_cst operations. With release and
    // acquire both threads may read the other's old flag.
    wants_[me].store(true, std::memory_order_seq_cst);
    // WHY after the flag: who gives way must have said that it wants to enter.
    turn_.store(other, std::memory_order_seq_cst);
    // WHY relaxed for the turn: of its two stores the second one decides, and
    // who made it can no longer read the first.
    while (wants_[other].load(std::memory_order_seq_cst) &&
           turn_.load(std::memory_order_relaxed) == other) {
      std::this_thread::yield();
    }
  }

  // Leaves.
  // REQUIRES: this thread is inside.
  void unlock(std::size_t me) {
    // WHY release is enough: pairs with the load of wants_ in the other's
    // lock(), which thereby sees all that was done inside. Nothing is read
    // afterwards.
    wants_[me].store(false, std::memory_order_release);
  }

 private:
  std::array<std::atomic<bool>, 2> wants_ = {};
  std::atomic<std::size_t> turn_ = 0;  // who may go first if both want to
};

}  // namespace hb
