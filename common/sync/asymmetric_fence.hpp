// Two fences of which one costs nothing and the other a system call.
//
// Where two threads each write their own word and then read the other's, both
// need a sequentially consistent fence between the two, or both may miss the
// write (store buffering). If one of them is rare, it can pay for both:
//
//   often                          rarely
//   word.store(1, relaxed);        sleeper.store(1, relaxed);
//   asymmetric_fence_light();      asymmetric_fence_heavy();
//   if (sleeper.load(relaxed))...  if (!word.load(relaxed))...
//
// A light fence and a heavy one order each other as two seq_cst fences do; two
// light ones do not. Source: P1202R5, "Asymmetric fences"; membarrier(2).
//
// Under ThreadSanitizer and the checker, both are the seq_cst fences that they
// stand for: what passes there is right here.
#pragma once

#include <atomic>

namespace hb::sync {

// Whether the kernel has membarrier(2), asked before main. Otherwise both are
// full fences. A sandbox (seccomp) that is entered later must allow it: a heavy
// fence that can no longer be one ends the program.
extern const bool has_membarrier;

// WHY a pragma: GCC warns of each fence under ThreadSanitizer, which does not
// see fences; the checker does.
#if defined(__SANITIZE_THREAD__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wtsan"
#endif
inline void asymmetric_fence_light() {
#if !defined(__SANITIZE_THREAD__)
  if (has_membarrier) [[likely]] {
    std::atomic_signal_fence(std::memory_order_seq_cst);
    return;
  }
#endif
  std::atomic_thread_fence(std::memory_order_seq_cst);
}
#if defined(__SANITIZE_THREAD__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

void asymmetric_fence_heavy();

}  // namespace hb::sync
