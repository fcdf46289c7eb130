// How long a wait looks before it sleeps.
//
// To sleep and be woken on another processor costs some 25 us in a virtual
// machine, to hand a value over between two that run some 50 ns: a wait that
// sleeps at once is hundreds of times dearer than one that looks first, and one
// that looks for ever burns its processor. So: look, yield, then sleep.
#pragma once

#include <thread>

namespace hb::sync {

// ThreadSanitizer, and the checker, which uses its instrumentation: there a
// look more is many executions more, and finds nothing.
#if defined(__SANITIZE_THREAD__)
inline constexpr bool is_instrumented = true;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
inline constexpr bool is_instrumented = true;
#else
inline constexpr bool is_instrumented = false;
#endif
#else
inline constexpr bool is_instrumented = false;
#endif

// Tells the processor that this is a loop that waits.
inline void pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

struct SpinPolicy {
  int looks;   // with a pause before each
  int yields;  // with a yield before each, after those
};

// On one processor nobody can move while we look.
extern const SpinPolicy spin_policy;

// The looks of one wait, each after its pause or yield:
//
//   for (Spin spin; spin.again();) if (look()) return true;
class Spin {
 public:
  bool again() {
    if (is_instrumented) return false;
    if (looks_ < spin_policy.looks) {
      pause();
    } else if (looks_ < spin_policy.looks + spin_policy.yields) {
      std::this_thread::yield();
    } else {
      return false;
    }
    ++looks_;
    return true;
  }

 private:
  int looks_ = 0;
};

// For what another thread is about to finish: it is between two instructions.
class Backoff {
 public:
  void wait() {
    if (is_instrumented || ++waits_ > 16) {
      std::this_thread::yield();
    } else {
      pause();
    }
  }

 private:
  int waits_ = 0;
};

}  // namespace hb::sync
