// Permits: a counting semaphore that can be closed, given to lesson 09 and its
// exercises so that they can be about its use. Not to be edited there; the one
// that 09d builds, and the library's, can do more and cost less.
//
// std::counting_semaphore would be the standard's. In libstdc++ 12 it can sleep
// with permits left, which is a deadlock that no user of it can repair.
//
// Thread safety: any thread may call anything. A permit belongs to nobody: the
// thread that gives it back need not be the one that took it.
#pragma once

#include <cassert>
#include <condition_variable>
#include <mutex>

namespace hb {

class Permits {
 public:
  explicit Permits(int count) : limit_(count), available_(count) {}

  // Takes a permit, waiting for one while none is left. Returns false, and has
  // taken nothing, once the permits are closed.
  bool acquire() {
    std::unique_lock lock(mutex_);
    // WHY two reasons: pairs with the unlocks in release() and close().
    changed_.wait(lock, [&] { return available_ > 0 || is_closed_; });
    if (is_closed_) return false;
    --available_;
    return true;
  }

  // Gives a permit back, also after close().
  // REQUIRES: one was taken, and has not been given back.
  void release() {
    std::lock_guard lock(mutex_);
    assert(available_ < limit_ && "release() without acquire()");
    ++available_;
    // WHY one: a permit is for one.
    changed_.notify_one();
  }

  // Lets nobody in any more: whoever waits, or comes later, gets false.
  void close() {
    std::lock_guard lock(mutex_);
    is_closed_ = true;
    // WHY all: it is the answer for everybody who waits.
    changed_.notify_all();
  }

  // How many are left at this moment.
  int available() const {
    std::lock_guard lock(mutex_);
    return available_;
  }

 private:
  const int limit_;  // never changes: needs no lock
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int available_;           // guarded by mutex_
  bool is_closed_ = false;  // guarded by mutex_
};

}  // namespace hb
