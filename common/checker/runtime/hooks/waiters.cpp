#include "checker/runtime/hooks/waiters.hpp"

#include "checker/graph/clock.hpp"
#include "checker/runtime/hooks/deadline.hpp"
#include "checker/runtime/runtime.hpp"

namespace hb::checker {
namespace {

std::uint64_t ask_waiters(Operation operation, const void* address,
                          std::uint64_t operand2, const void* site) {
  return ask_object(operation, address, operand2, site, 0, ObjectKind::waiters);
}

}  // namespace

void enter_waiters(const void* address, const void* site) {
  ask_waiters(Operation::wait_enter, address, 0, site);
}

void leave_waiters(const void* address, const void* site) {
  ask_waiters(Operation::wait_leave, address, 0, site);
}

bool sleep_among_waiters(const void* address, std::int64_t deadline,
                         const void* site, Waiting waiting) {
  if (deadline == kNever) {
    ask_waiters(Operation::wait_sleep, address, std::uint64_t(waiting), site);
    return true;
  }
  if (ask_waiters(Operation::wait_timed_sleep, address, std::uint64_t(deadline),
                  site) == 0) {
    return true;
  }
  advance_to(deadline);
  return false;
}

long notify_waiters(const void* address, long at_most, const void* site,
                    Waiting waiting) {
  if (at_most >= kMaxThreads) {
    return long(ask_waiters(Operation::notify_all, address,
                            std::uint64_t(waiting), site));
  }
  long woken = 0;
  while (woken < at_most && ask_waiters(Operation::notify_one, address,
                                        std::uint64_t(waiting), site) != 0) {
    ++woken;
  }
  return woken;
}

}  // namespace hb::checker
