// pthread_create and what is done with the handle that it gives.
#include <pthread.h>
#include <sched.h>

#include <cerrno>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"
#include "checker/runtime/hooks/thread_handle.hpp"

using namespace hb::checker;

namespace {

using Routine = void*(void*);

HB_REAL(int, pthread_create,
        (pthread_t*, const pthread_attr_t*, Routine*, void*))
HB_REAL(int, pthread_join, (pthread_t, void**))
HB_REAL(int, pthread_tryjoin_np, (pthread_t, void**))
HB_REAL(int, pthread_timedjoin_np, (pthread_t, void**, const timespec*))
HB_REAL(int, pthread_clockjoin_np,
        (pthread_t, void**, clockid_t, const timespec*))
HB_REAL(int, pthread_detach, (pthread_t))
HB_REAL(pthread_t, pthread_self, ())
HB_REAL(void, pthread_exit, (void*))
HB_REAL(int, pthread_cancel, (pthread_t))
HB_REAL(int, pthread_kill, (pthread_t, int))
HB_REAL(int, sched_yield, ())

bool starts_detached(const pthread_attr_t* attributes) {
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &state);
  return state == PTHREAD_CREATE_DETACHED;
}

int join_thread(pthread_t handle, void** result, const void* site) {
  if (!is_handle(handle)) {
    refuse_here("it joins a thread that was not started in it");
  }
  if (thread_of(handle) == current_thread()) return EDEADLK;
  void* const returned = join(thread_of(handle), site);
  if (result != nullptr) *result = returned;
  return 0;
}

// WHY it waits: whether a thread has ended is not something that a test can ask
// without the choice becoming one more dimension of the exploration.
int join_in_the_end(pthread_t handle, void** result, const void* site) {
  note_unseen("a join with a time limit waits without one", site);
  return join_thread(handle, result, site);
}

}  // namespace

HB_ENTRY int pthread_create(pthread_t* handle, const pthread_attr_t* attributes,
                            Routine* routine, void* argument) noexcept {
  if (!called_in_test()) {
    return real_pthread_create(handle, attributes, routine, argument);
  }
  if (!is_test_code(HB_CALLER)) {
    refuse_here("a library that the checker cannot see into starts a thread");
  }
  const int thread = spawn(routine, argument, HB_CALLER);
  *handle = handle_of(thread);
  if (starts_detached(attributes)) detach(thread, HB_CALLER);
  return 0;
}

HB_ENTRY int pthread_join(pthread_t handle, void** result) {
  if (!called_in_test()) return real_pthread_join(handle, result);
  return join_thread(handle, result, HB_CALLER);
}

HB_ENTRY int pthread_tryjoin_np(pthread_t handle, void** result) noexcept {
  if (!called_in_test()) return real_pthread_tryjoin_np(handle, result);
  return join_in_the_end(handle, result, HB_CALLER);
}

HB_ENTRY int pthread_timedjoin_np(pthread_t handle, void** result,
                                  const timespec* time) {
  if (!called_in_test()) return real_pthread_timedjoin_np(handle, result, time);
  return join_in_the_end(handle, result, HB_CALLER);
}

HB_ENTRY int pthread_clockjoin_np(pthread_t handle, void** result,
                                  clockid_t clock, const timespec* time) {
  if (!called_in_test()) {
    return real_pthread_clockjoin_np(handle, result, clock, time);
  }
  return join_in_the_end(handle, result, HB_CALLER);
}

HB_ENTRY int pthread_detach(pthread_t handle) noexcept {
  if (!called_in_test()) return real_pthread_detach(handle);
  if (!is_handle(handle)) return ESRCH;
  detach(thread_of(handle), HB_CALLER);
  return 0;
}

HB_ENTRY pthread_t pthread_self() noexcept {
  return on_fiber() ? handle_of(current_thread()) : real_pthread_self();
}

HB_ENTRY void pthread_exit(void* result) {
  if (called_in_test()) refuse_here("it calls pthread_exit(): return instead");
  real_pthread_exit(result);
  __builtin_unreachable();
}

HB_ENTRY int pthread_cancel(pthread_t handle) {
  if (called_in_test())
    refuse_here("it calls pthread_cancel(): use a stop token");
  return real_pthread_cancel(handle);
}

HB_ENTRY int pthread_kill(pthread_t handle, int signal) noexcept {
  if (called_in_test())
    refuse_here("it calls pthread_kill(): signals are not seen");
  return real_pthread_kill(handle, signal);
}

HB_ENTRY int sched_yield() noexcept {
  if (!called_by_test(HB_CALLER)) return real_sched_yield();
  gave_way(HB_CALLER);
  return 0;
}
