// 02a  lost_update: two increments, one result (solution)
#pragma once

#include <mutex>

namespace hb {

// Numbers the visitors of a day, through any number of doors.
// ---------------------------------------------------- edit below this line
class VisitCounter {
 public:
  // Counts a visitor. Returns the visitor's number, from 1.
  int enter() {
    // WHY one lock around all of it: read, add and write must be one step, and
    // the number returned must be the one this step wrote.
    std::lock_guard lock(mutex_);
    return ++count_;
  }

  // Returns how many visitors have entered.
  int count() const {
    // WHY the reader locks too: the unlock in enter() orders a write before
    // this read only if both use the same mutex.
    std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  mutable std::mutex mutex_;
  int count_ = 0;  // guarded by mutex_
};

}  // namespace hb
