// 05a  event: sleep until it has happened (solution)
#pragma once

#include <condition_variable>
#include <mutex>

namespace hb {

// Something that happens once, and that any number of threads may wait for.
// Any thread may call anything.
// ---------------------------------------------------- edit below this line
class Event {
 public:
  // Lets everybody go on who waits, now or later. Calling it again changes
  // nothing.
  void set() {
    {
      // WHY the lock: wait() looks and falls asleep as one step only for those
      // who hold mutex_. A flag set without it fits in between, and nobody is
      // told.
      std::lock_guard lock(mutex_);
      is_set_ = true;
    }
    // WHY all: every waiter waits for this, and it happens only once.
    changed_.notify_all();
  }

  // Waits until set() has been called. What was written before set() can be
  // read after wait().
  void wait() const {
    std::unique_lock lock(mutex_);
    // WHY a predicate: set() may have run before, and wait() may return
    // without it. Pairs with the unlock in set().
    changed_.wait(lock, [&] { return is_set_; });
  }

  bool is_set() const {
    // WHY the lock: set() may be writing. Whoever sees true here also sees
    // what was written before.
    std::lock_guard lock(mutex_);
    return is_set_;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool is_set_ = false;  // guarded by mutex_; never goes back to false
};

}  // namespace hb
