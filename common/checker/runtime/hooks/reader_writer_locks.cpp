// pthread_rwlock_*: std::shared_mutex, shared_timed_mutex.
#include <pthread.h>

#include <cerrno>

#include "checker/runtime/hooks/deadline.hpp"
#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL(int, pthread_rwlock_init,
        (pthread_rwlock_t*, const pthread_rwlockattr_t*))
HB_REAL(int, pthread_rwlock_destroy, (pthread_rwlock_t*))
HB_REAL(int, pthread_rwlock_rdlock, (pthread_rwlock_t*))
HB_REAL(int, pthread_rwlock_wrlock, (pthread_rwlock_t*))
HB_REAL(int, pthread_rwlock_tryrdlock, (pthread_rwlock_t*))
HB_REAL(int, pthread_rwlock_trywrlock, (pthread_rwlock_t*))
HB_REAL(int, pthread_rwlock_timedrdlock, (pthread_rwlock_t*, const timespec*))
HB_REAL(int, pthread_rwlock_timedwrlock, (pthread_rwlock_t*, const timespec*))
HB_REAL(int, pthread_rwlock_clockrdlock,
        (pthread_rwlock_t*, clockid_t, const timespec*))
HB_REAL(int, pthread_rwlock_clockwrlock,
        (pthread_rwlock_t*, clockid_t, const timespec*))
HB_REAL(int, pthread_rwlock_unlock, (pthread_rwlock_t*))

int try_lock(Operation operation, pthread_rwlock_t* lock, const void* site) {
  if (ask_object(operation, lock, 0, site) != 0) return 0;
  gave_way(site);
  return EBUSY;
}

int timed_lock(Operation timed, Operation untimed, pthread_rwlock_t* lock,
               const timespec* time, const void* site) {
  if (!is_valid(*time)) return EINVAL;
  const std::int64_t deadline = deadline_at(*time);
  if (deadline == kNever) {
    ask_object(untimed, lock, 0, site);
    return 0;
  }
  if (ask_object(timed, lock, std::uint64_t(deadline), site) != 0) return 0;
  advance_to(deadline);
  return ETIMEDOUT;
}

int timed_lock_shared(pthread_rwlock_t* lock, const timespec* time,
                      const void* site) {
  return timed_lock(Operation::shared_timed_lock_shared,
                    Operation::shared_lock_shared, lock, time, site);
}

int timed_lock_alone(pthread_rwlock_t* lock, const timespec* time,
                     const void* site) {
  return timed_lock(Operation::shared_timed_lock, Operation::shared_lock, lock,
                    time, site);
}

}  // namespace

HB_ENTRY int pthread_rwlock_init(pthread_rwlock_t* lock,
                                 const pthread_rwlockattr_t* attributes) {
  if (called_by_test(HB_CALLER)) renew_object(lock, sizeof *lock, HB_CALLER);
  return real_pthread_rwlock_init(lock, attributes);
}

HB_ENTRY int pthread_rwlock_destroy(pthread_rwlock_t* lock) {
  if (!called_by_test(HB_CALLER)) return real_pthread_rwlock_destroy(lock);
  renew_object(lock, sizeof *lock, HB_CALLER);
  return 0;
}

HB_ENTRY int pthread_rwlock_rdlock(pthread_rwlock_t* lock) {
  if (!called_by_test(HB_CALLER)) return real_pthread_rwlock_rdlock(lock);
  ask_object(Operation::shared_lock_shared, lock, 0, HB_CALLER);
  return 0;
}

HB_ENTRY int pthread_rwlock_wrlock(pthread_rwlock_t* lock) {
  if (!called_by_test(HB_CALLER)) return real_pthread_rwlock_wrlock(lock);
  ask_object(Operation::shared_lock, lock, 0, HB_CALLER);
  return 0;
}

HB_ENTRY int pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) {
  if (!called_by_test(HB_CALLER)) return real_pthread_rwlock_tryrdlock(lock);
  return try_lock(Operation::shared_try_lock_shared, lock, HB_CALLER);
}

HB_ENTRY int pthread_rwlock_trywrlock(pthread_rwlock_t* lock) {
  if (!called_by_test(HB_CALLER)) return real_pthread_rwlock_trywrlock(lock);
  return try_lock(Operation::shared_try_lock, lock, HB_CALLER);
}

HB_ENTRY int pthread_rwlock_timedrdlock(pthread_rwlock_t* lock,
                                        const timespec* time) {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_rwlock_timedrdlock(lock, time);
  }
  return timed_lock_shared(lock, time, HB_CALLER);
}

HB_ENTRY int pthread_rwlock_timedwrlock(pthread_rwlock_t* lock,
                                        const timespec* time) {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_rwlock_timedwrlock(lock, time);
  }
  return timed_lock_alone(lock, time, HB_CALLER);
}

HB_ENTRY int pthread_rwlock_clockrdlock(pthread_rwlock_t* lock, clockid_t clock,
                                        const timespec* time) {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_rwlock_clockrdlock(lock, clock, time);
  }
  return timed_lock_shared(lock, time, HB_CALLER);
}

HB_ENTRY int pthread_rwlock_clockwrlock(pthread_rwlock_t* lock, clockid_t clock,
                                        const timespec* time) {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_rwlock_clockwrlock(lock, clock, time);
  }
  return timed_lock_alone(lock, time, HB_CALLER);
}

HB_ENTRY int pthread_rwlock_unlock(pthread_rwlock_t* lock) {
  if (!called_by_test(HB_CALLER)) return real_pthread_rwlock_unlock(lock);
  if (ask_object(Operation::shared_unlock, lock, 0, HB_CALLER) == 0) {
    fail_here(Kind::wrong_unlock,
              "a thread unlocks a reader-writer lock that nobody holds");
  }
  return 0;
}
