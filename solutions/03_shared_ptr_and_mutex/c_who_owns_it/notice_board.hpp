// 03c  who_owns_it: a pointer that two threads share (solution)
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace hb {

// The notice in force, of type T, and room for the next. Any thread may call
// anything.
// ---------------------------------------------------- edit below this line
template <typename T>
class NoticeBoard {
 public:
  explicit NoticeBoard(T first)
      : current_(std::make_shared<const T>(std::move(first))) {}

  // Returns the notice in force. It lives as long as anybody reads it.
  std::shared_ptr<const T> current() const {
    // WHY the lock, although counting is atomic: the pointer itself is two
    // words that post() overwrites. Pairs with the lock there.
    std::lock_guard lock(mutex_);
    return current_;
  }

  // Writes the next notice, by write(), and puts it up instead.
  template <typename Write>
  void post(const Write& write) {
    // WHY before the lock: writing takes long, and readers need not wait.
    auto next = std::make_shared<const T>(write());
    {
      // WHY the lock: a reader copies the pointer before the swap or after it.
      // Its unlock also publishes what write() has written.
      std::lock_guard lock(mutex_);
      current_.swap(next);
    }
    // WHY swapped, not assigned: `next` holds the old notice now. If nobody
    // reads it any more it is destroyed here, after the unlock.
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> current_;  // guarded by mutex_; never null
};

}  // namespace hb
