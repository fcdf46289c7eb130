// std::atomic::wait and notify, as shim/bits/atomic_wait.h calls them.
#include "checker/graph/clock.hpp"
#include "checker/runtime/hooks/deadline.hpp"
#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/waiters.hpp"

using namespace hb::checker;

// False outside of an execution, where the library's own functions serve.
HB_ENTRY bool hb_models_atomic_wait() { return in_test(); }

// From here to hb_atomic_wait_sleep() or _leave() the thread is a waiter, and
// what it loads is not older than what a notifier knew.
HB_ENTRY void hb_atomic_wait_enter(const void* address) {
  enter_waiters(address, HB_CALLER);
  view_loads(true);
}

HB_ENTRY void hb_atomic_wait_leave(const void* address) {
  view_loads(false);
  leave_waiters(address, HB_CALLER);
}

HB_ENTRY void hb_atomic_wait_sleep(const void* address) {
  view_loads(false);
  sleep_among_waiters(address, kNever, HB_CALLER);
}

HB_ENTRY void hb_atomic_notify(const void* address, bool all) {
  notify_waiters(address, all ? kMaxThreads : 1, HB_CALLER);
}
