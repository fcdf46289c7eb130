// pthread_cond_*: std::condition_variable and _any, boost's too.
#include <pthread.h>

#include <cerrno>

#include "checker/graph/clock.hpp"
#include "checker/runtime/hooks/deadline.hpp"
#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/mutex_operations.hpp"
#include "checker/runtime/hooks/real_function.hpp"
#include "checker/runtime/hooks/waiters.hpp"

using namespace hb::checker;

namespace {

HB_REAL(int, pthread_cond_init, (pthread_cond_t*, const pthread_condattr_t*))
HB_REAL(int, pthread_cond_destroy, (pthread_cond_t*))
HB_REAL(int, pthread_cond_wait, (pthread_cond_t*, pthread_mutex_t*))
HB_REAL(int, pthread_cond_timedwait,
        (pthread_cond_t*, pthread_mutex_t*, const timespec*))
HB_REAL(int, pthread_cond_clockwait,
        (pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*))
HB_REAL(int, pthread_cond_signal, (pthread_cond_t*))
HB_REAL(int, pthread_cond_broadcast, (pthread_cond_t*))

int wait(pthread_cond_t* condition, pthread_mutex_t* mutex,
         std::int64_t deadline, const void* site) {
  enter_waiters(condition, site);
  unlock_mutex(mutex, site);
  const bool in_time =
      sleep_among_waiters(condition, deadline, site, Waiting::at_condition);
  lock_mutex(mutex, site);
  return in_time ? 0 : ETIMEDOUT;
}

int timed_wait(pthread_cond_t* condition, pthread_mutex_t* mutex,
               const timespec* time, const void* site) {
  if (!is_valid(*time)) return EINVAL;
  return wait(condition, mutex, deadline_at(*time), site);
}

}  // namespace

HB_ENTRY int pthread_cond_init(pthread_cond_t* condition,
                               const pthread_condattr_t* attributes) {
  if (called_by_test(HB_CALLER)) {
    renew_object(condition, sizeof *condition, HB_CALLER);
  }
  return real_pthread_cond_init(condition, attributes);
}

HB_ENTRY int pthread_cond_destroy(pthread_cond_t* condition) {
  if (!called_by_test(HB_CALLER)) return real_pthread_cond_destroy(condition);
  renew_object(condition, sizeof *condition, HB_CALLER);
  return 0;
}

HB_ENTRY int pthread_cond_wait(pthread_cond_t* condition,
                               pthread_mutex_t* mutex) {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_cond_wait(condition, mutex);
  }
  return wait(condition, mutex, kNever, HB_CALLER);
}

HB_ENTRY int pthread_cond_timedwait(pthread_cond_t* condition,
                                    pthread_mutex_t* mutex,
                                    const timespec* time) {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_cond_timedwait(condition, mutex, time);
  }
  return timed_wait(condition, mutex, time, HB_CALLER);
}

HB_ENTRY int pthread_cond_clockwait(pthread_cond_t* condition,
                                    pthread_mutex_t* mutex, clockid_t clock,
                                    const timespec* time) {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_cond_clockwait(condition, mutex, clock, time);
  }
  return timed_wait(condition, mutex, time, HB_CALLER);
}

HB_ENTRY int pthread_cond_signal(pthread_cond_t* condition) {
  if (!called_by_test(HB_CALLER)) return real_pthread_cond_signal(condition);
  notify_waiters(condition, 1, HB_CALLER, Waiting::at_condition);
  return 0;
}

HB_ENTRY int pthread_cond_broadcast(pthread_cond_t* condition) {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_cond_broadcast(condition);
  }
  notify_waiters(condition, kMaxThreads, HB_CALLER, Waiting::at_condition);
  return 0;
}
