// What to do before going to sleep: pause, then yield, then give up.
//
// A sleeper on another processor wakes up after 25 us, where whoever it waits
// for is often done within one. So a wait tries again for about two
// microseconds while it keeps the processor, for some more while it offers it
// to others, and sleeps then.
#pragma once

#include <thread>

namespace hb::sync {

inline void pause() {
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
  __builtin_ia32_pause();
#endif
}

//   for (SpinWait spin; spin.again();) if (try_to()) return;
class SpinWait {
 public:
  // Waits a moment, or says that it is time to sleep.
  bool again() {
#if defined(__SANITIZE_THREAD__)
    return false;  // it would be executions without a new outcome
#else
    if (round_ == kPauses + kYields) return false;
    if (++round_ <= kPauses) {
      pause();
    } else {
      std::this_thread::yield();
    }
    return true;
#endif
  }

 private:
  static constexpr int kPauses = 64;
  static constexpr int kYields = 20;
  int round_ = 0;
};

}  // namespace hb::sync
