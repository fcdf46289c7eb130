// pthread_mutex_*: std::mutex, recursive_mutex, timed_mutex, boost::mutex.
#include <pthread.h>

#include <cerrno>

#include "checker/runtime/hooks/deadline.hpp"
#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/mutex_operations.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL(int, pthread_mutex_init, (pthread_mutex_t*, const pthread_mutexattr_t*))
HB_REAL(int, pthread_mutex_destroy, (pthread_mutex_t*))
HB_REAL(int, pthread_mutex_lock, (pthread_mutex_t*))
HB_REAL(int, pthread_mutex_trylock, (pthread_mutex_t*))
HB_REAL(int, pthread_mutex_timedlock, (pthread_mutex_t*, const timespec*))
HB_REAL(int, pthread_mutex_clocklock,
        (pthread_mutex_t*, clockid_t, const timespec*))
HB_REAL(int, pthread_mutex_unlock, (pthread_mutex_t*))

bool would_relock(const pthread_mutex_t* mutex) {
  return checks_errors(mutex) && is_held_here(mutex);
}

int timed_lock(pthread_mutex_t* mutex, const timespec* time, const void* site) {
  if (!is_valid(*time)) return EINVAL;
  if (would_relock(mutex)) return EDEADLK;
  return lock_mutex_until(mutex, deadline_at(*time), site) ? 0 : ETIMEDOUT;
}

}  // namespace

HB_ENTRY int pthread_mutex_init(pthread_mutex_t* mutex,
                                const pthread_mutexattr_t* attributes) {
  if (called_by_test(HB_CALLER)) {
    renew_object(mutex, sizeof *mutex, HB_CALLER);
  }
  return real_pthread_mutex_init(mutex, attributes);
}

HB_ENTRY int pthread_mutex_destroy(pthread_mutex_t* mutex) {
  if (!called_by_test(HB_CALLER)) return real_pthread_mutex_destroy(mutex);
  renew_object(mutex, sizeof *mutex, HB_CALLER);
  if (is_locked(mutex)) {
    fail_here(Kind::wrong_unlock, "a mutex is destroyed while it is locked");
  }
  return 0;
}

HB_ENTRY int pthread_mutex_lock(pthread_mutex_t* mutex) {
  if (!called_by_test(HB_CALLER)) return real_pthread_mutex_lock(mutex);
  if (would_relock(mutex)) return EDEADLK;
  lock_mutex(mutex, HB_CALLER);
  return 0;
}

HB_ENTRY int pthread_mutex_trylock(pthread_mutex_t* mutex) {
  if (!called_by_test(HB_CALLER)) return real_pthread_mutex_trylock(mutex);
  return try_lock_mutex(mutex, HB_CALLER) ? 0 : EBUSY;
}

HB_ENTRY int pthread_mutex_timedlock(pthread_mutex_t* mutex,
                                     const timespec* time) {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_mutex_timedlock(mutex, time);
  }
  return timed_lock(mutex, time, HB_CALLER);
}

HB_ENTRY int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                                     const timespec* time) {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_mutex_clocklock(mutex, clock, time);
  }
  return timed_lock(mutex, time, HB_CALLER);
}

HB_ENTRY int pthread_mutex_unlock(pthread_mutex_t* mutex) {
  if (!called_by_test(HB_CALLER)) return real_pthread_mutex_unlock(mutex);
  if (checks_errors(mutex) && is_test_memory(mutex) && !is_held_here(mutex)) {
    return EPERM;
  }
  unlock_mutex(mutex, HB_CALLER);
  return 0;
}
