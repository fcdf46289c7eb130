// How long a wait looks before it sleeps.
//
// To sleep and be woken on another processor costs some 25 us in a virtual
// machine, to hand a value over between two that run some 50 ns: a wait that
// sleeps at once is hundreds of times dearer than one that looks first, and one
// that looks for ever burns its processor. So: look, yield, then sleep.
#pragma once

#include <algorithm>
#include <cstddef>
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
inline void spin_pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// How many pauses to make between two looks at a queue of `capacity`: as long
// as it takes to pass half of it on, at most 0.4 us. WHY not one: each look
// takes the line that the other side is writing, and gets one value for it;
// who looks less often gets many.
int pauses_for(std::size_t capacity);

// The looks of one wait, each after its pauses or its yield: some 10 us, less
// than it costs to be woken.
//
//   for (Spin spin; spin.again();) if (look()) return true;
class Spin {
 public:
  explicit Spin(int pauses = 1, int yields = 20)
      : pauses_(pauses),
        looks_(is_alone ? 0 : std::max(16, 64 / pauses)),
        yields_(yields) {}

  bool again() {
    if (is_instrumented) return false;
    if (looks_ > 0) {
      --looks_;
      for (int pause = 0; pause < pauses_; ++pause) spin_pause();
      return true;
    }
    if (yields_ == 0) return false;
    --yields_;
    std::this_thread::yield();
    return true;
  }

 private:
  // On one processor nobody can move while we look.
  static const bool is_alone;

  int pauses_;
  int looks_;
  int yields_;
};

// Whether came() returns true while `spin` lasts, the first look being at once.
// Where is_instrumented, it is not asked.
template <typename Came>
bool comes_soon(Came came, Spin spin = Spin()) {
  if (is_instrumented) return false;
  do {
    if (came()) return true;
  } while (spin.again());
  return false;
}

// For what another thread is about to finish: it is between two instructions.
class Backoff {
 public:
  void wait() {
    if (is_instrumented || ++waits_ > 16) {
      std::this_thread::yield();
    } else {
      spin_pause();
    }
  }

 private:
  int waits_ = 0;
};

}  // namespace hb::sync
