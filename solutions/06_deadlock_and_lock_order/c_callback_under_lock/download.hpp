// 06c  callback_under_lock: who else wants this lock? (solution)
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace hb {

// Called with the number of bytes so far.
using Listener = std::function<void(int)>;

// ---------------------------------------------------- edit below this line
class Download {
 public:
  void on_progress(Listener listener) {
    // WHY the lock: add() copies the list, and must find it whole.
    std::lock_guard lock(mutex_);
    listeners_.push_back(std::move(listener));
  }

  // Counts `bytes` more, and tells the listeners.
  void add(int bytes) {
    int sum = 0;
    std::vector<Listener> listeners;
    {
      // WHY one lock around both: the sum is the one that this call made, and
      // the list is as it was then. Another add() works after the unlock.
      std::lock_guard lock(mutex_);
      bytes_ += bytes;
      sum = bytes_;
      listeners = listeners_;
    }
    // WHY without the lock: a listener is code that we do not know. It may
    // lock mutex_ through any of these functions, or wait for a thread that
    // does. WHY a copy: it may call on_progress(), which moves the elements.
    for (const Listener& tell : listeners) tell(sum);
  }

  int bytes() const {
    // WHY the lock: it orders this read after the addition in add().
    std::lock_guard lock(mutex_);
    return bytes_;
  }

 private:
  mutable std::mutex mutex_;
  int bytes_ = 0;                    // guarded by mutex_
  std::vector<Listener> listeners_;  // guarded by mutex_
};

}  // namespace hb
