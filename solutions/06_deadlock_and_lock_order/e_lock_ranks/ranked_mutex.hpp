// 06e  lock_ranks: an order that checks itself (solution)
#pragma once

#include <algorithm>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace hb {

struct LockOrderError : std::logic_error {
  LockOrderError() : std::logic_error("locked out of rank") {}
};

// A mutex with a place in the order. Works with std::lock_guard and its kind.
// ---------------------------------------------------- edit below this line
class RankedMutex {
 public:
  explicit RankedMutex(int rank) : rank_(rank) {}

  void lock() {
    // WHY before it waits: the error is in the order, and it is there in every
    // run. After the lock it would be found only by those who got it.
    for (const int held : held_) {
      if (held >= rank_) throw LockOrderError();
    }
    mutex_.lock();
    held_.push_back(rank_);
  }

  bool try_lock() {
    // WHY no check: whoever does not wait closes no circle. But others may
    // wait for what it took, so it counts.
    if (!mutex_.try_lock()) return false;
    held_.push_back(rank_);
    return true;
  }

  void unlock() {
    // WHY the newest of this rank and not the newest of all: locks are given
    // back in any order.
    const auto mine = std::find(held_.rbegin(), held_.rend(), rank_);
    held_.erase(std::next(mine).base());
    mutex_.unlock();
  }

  int rank() const { return rank_; }

 private:
  // WHY thread_local: only this thread reads and writes it, so it needs no
  // lock; and what others hold says nothing about this thread's order.
  static inline thread_local std::vector<int> held_;
  std::mutex mutex_;
  const int rank_;  // never changes: needs no lock
};

}  // namespace hb
