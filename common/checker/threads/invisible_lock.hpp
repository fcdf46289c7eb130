// A spin lock that ThreadSanitizer does not see.
//
// WHY not std::mutex: the sanitizer would take it for synchronisation of the
// test's own threads, and a recorder that orders the threads hides their races.
// Held for a few instructions only.
#pragma once

#include <sched.h>

#include <atomic>

namespace hb::threads {

class InvisibleLock {
 public:
  void lock() {
    while (taken_.test_and_set(std::memory_order_acquire)) sched_yield();
  }
  void unlock() { taken_.clear(std::memory_order_release); }

 private:
  std::atomic_flag taken_;
};

}  // namespace hb::threads
