#include "sync/asymmetric_fence.hpp"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#if defined(__SANITIZE_THREAD__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wtsan"  // as in the header
#endif

namespace hb::sync {
namespace {

bool register_membarrier() {
#if defined(__SANITIZE_THREAD__)
  return false;
#else
  return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0,
                 0) == 0;
#endif
}

}  // namespace

// WHY no order is needed: it is set before main, and false, the value before
// that, means the fences that are always right.
const bool has_membarrier = register_membarrier();

void asymmetric_fence_heavy() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (has_membarrier &&
      syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) != 0) {
    // WHY the end: the others count on it, and would lose a wake-up now and
    // then.
    std::fputs("membarrier(2) was forbidden after the program's start\n",
               stderr);
    std::abort();
  }
}

}  // namespace hb::sync
