#include "sync/asymmetric_fence.hpp"

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>

namespace hb::sync {
namespace {

// From now on, membarrier(2) fails.
void forbid_membarrier() {
  sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),  // the number of the system call
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_membarrier, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter = {.len = 4, .filter = program};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

// The light fences of the others are none then, and wake-ups would be lost.
TEST(AsymmetricFenceDeathTest, IsNeverLessThanAFence) {
  if (!has_membarrier) GTEST_SKIP() << "both are full fences here";
  EXPECT_DEATH(
      {
        forbid_membarrier();
        asymmetric_fence_heavy();
      },
      "membarrier");
}

}  // namespace
}  // namespace hb::sync
