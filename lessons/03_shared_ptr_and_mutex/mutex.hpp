// A mutex that owns what it guards, as Rust's does.
//
// Thread safety: lock() may be called from any number of threads at once.
#pragma once

#include <mutex>
#include <utility>

namespace hb {

// #region mutex
template <typename T>
class Mutex {
 public:
  // The lock and the way to the value in one object. Unlocks at its end.
  class Guard {
   public:
    T& operator*() const { return *value_; }
    T* operator->() const { return value_; }

   private:
    friend class Mutex;
    Guard(std::mutex& mutex, T& value) : lock_(mutex), value_(&value) {}

    std::unique_lock<std::mutex> lock_;
    T* value_;  // to be used while lock_ is held
  };

  explicit Mutex(T value) : value_(std::move(value)) {}

  // Waits until no other guard exists.
  Guard lock() {
    // WHY that is enough: the end of a guard unlocks, which happens before the
    // lock of the next one. Each sees all that was done before it.
    return Guard(mutex_, value_);
  }

 private:
  std::mutex mutex_;
  T value_;  // guarded by mutex_
};
// #endregion mutex

}  // namespace hb
