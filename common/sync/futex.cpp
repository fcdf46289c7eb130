#include "sync/futex.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <limits>

namespace hb::sync {
namespace {

static_assert(sizeof(FutexWord) == sizeof(std::uint32_t));
static_assert(FutexWord::is_always_lock_free);

timespec to_timespec(std::chrono::steady_clock::time_point time) {
  using std::chrono::duration_cast;
  // WHY not negative: the call would refuse it, and say neither that it is over
  // nor sleep. A machine that was started a minute ago has no hour ago.
  const auto since = std::max(time.time_since_epoch(), {});
  const auto seconds = duration_cast<std::chrono::seconds>(since);
  const auto rest = duration_cast<std::chrono::nanoseconds>(since - seconds);
  return {.tv_sec = seconds.count(), .tv_nsec = rest.count()};
}

}  // namespace

FutexWait futex_wait(const FutexWord& word, std::uint32_t expected,
                     const Deadline& deadline) {
  timespec until = {};
  if (deadline) until = to_timespec(*deadline);
  // WHY the bitset call: its time is a point of the steady clock, and not a
  // length that would begin again with each spurious wake-up.
  const long result =
      syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE, expected,
              deadline ? &until : nullptr, nullptr, FUTEX_BITSET_MATCH_ANY);
  return result == -1 && errno == ETIMEDOUT ? FutexWait::timed_out
                                            : FutexWait::woken;
}

void futex_wake(const FutexWord& word, int count) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}

void futex_wake_all(const FutexWord& word) {
  futex_wake(word, std::numeric_limits<int>::max());
}

}  // namespace hb::sync
