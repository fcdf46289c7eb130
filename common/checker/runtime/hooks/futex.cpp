// syscall(): futexes become operations of the model; most others pass.
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>

#include "checker/runtime/hooks/deadline.hpp"
#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"
#include "checker/runtime/hooks/thread_handle.hpp"
#include "checker/runtime/hooks/waiters.hpp"

using namespace hb::checker;

namespace {

HB_REAL(long, syscall, (long, ...))
HB_REAL(pid_t, gettid, ())

struct Arguments {
  long value[6];

  template <class Pointer>
  Pointer pointer(int index) const {
    return reinterpret_cast<Pointer>(value[index]);
  }
};

long fail_with(int error) {
  errno = error;
  return -1;
}

// The time-out of FUTEX_WAIT is a duration, that of FUTEX_WAIT_BITSET a time.
std::int64_t deadline_of(const timespec* time, bool is_absolute) {
  if (time == nullptr) return kNever;
  return is_absolute ? deadline_at(*time) : deadline_after(*time);
}

long futex_wait(const Arguments& arguments, bool is_absolute,
                const void* site) {
  const auto* word = arguments.pointer<const void*>(0);
  const std::int64_t deadline =
      deadline_of(arguments.pointer<const timespec*>(3), is_absolute);
  enter_waiters(word, site);
  if (std::uint32_t(ask_futex_word(word, 4, site)) !=
      std::uint32_t(arguments.value[2])) {
    leave_waiters(word, site);
    return fail_with(EAGAIN);
  }
  return sleep_among_waiters(word, deadline, site) ? 0 : fail_with(ETIMEDOUT);
}

long futex(const Arguments& arguments, const void* site) {
  const bool any_bit =
      std::uint32_t(arguments.value[5]) == FUTEX_BITSET_MATCH_ANY;
  switch (int(arguments.value[1]) & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
      return futex_wait(arguments, false, site);
    case FUTEX_WAIT_BITSET:
      if (any_bit) return futex_wait(arguments, true, site);
      break;
    case FUTEX_WAKE_BITSET:
      if (!any_bit) break;
      [[fallthrough]];
    case FUTEX_WAKE:
      return notify_waiters(arguments.pointer<const void*>(0),
                            arguments.value[2], site, Waiting::at_futex);
    default:
      break;
  }
  refuse_here("it uses a futex operation that the checker does not know");
}

}  // namespace

HB_ENTRY long syscall(long number, ...) noexcept {
  Arguments arguments;
  va_list list;
  va_start(list, number);
  for (long& value : arguments.value) value = va_arg(list, long);
  va_end(list);
  if (called_by_test(HB_CALLER)) {
    switch (number) {
      case SYS_futex:
        return futex(arguments, HB_CALLER);
      case SYS_gettid:
        return virtual_thread_id();
      case SYS_sched_yield:
        gave_way(HB_CALLER);
        return 0;
      case SYS_fork:
      case SYS_vfork:
      case SYS_clone:
      case SYS_execve:
        refuse_here("it makes another process by syscall()");
      case SYS_exit:
      case SYS_exit_group:
        fail_here(Kind::exit, "the test ends by syscall()");
      case SYS_membarrier:
        note_unseen("membarrier orders nothing here", HB_CALLER);
        return 0;
      default:
        break;
    }
  }
  const long* v = arguments.value;
  return real_syscall(number, v[0], v[1], v[2], v[3], v[4], v[5]);
}

HB_ENTRY pid_t gettid() noexcept {
  return on_fiber() ? virtual_thread_id() : real_gettid();
}
