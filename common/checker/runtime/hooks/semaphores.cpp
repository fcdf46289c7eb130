// POSIX semaphores. (std::counting_semaphore is made of atomics: see
// shim/bits/atomic_wait.h.)
#include <semaphore.h>

#include <cerrno>

#include "checker/runtime/hooks/deadline.hpp"
#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL(int, sem_init, (sem_t*, int, unsigned))
HB_REAL(int, sem_destroy, (sem_t*))
HB_REAL(int, sem_wait, (sem_t*))
HB_REAL(int, sem_trywait, (sem_t*))
HB_REAL(int, sem_timedwait, (sem_t*, const timespec*))
HB_REAL(int, sem_clockwait, (sem_t*, clockid_t, const timespec*))
HB_REAL(int, sem_post, (sem_t*))
HB_REAL(int, sem_getvalue, (sem_t*, int*))

// glibc keeps the count in the lower half of the first word. It stays as it was
// at sem_init: the model has the count.
unsigned initial_count(sem_t* semaphore) {
  return *reinterpret_cast<unsigned*>(semaphore);
}

std::uint64_t ask_semaphore(Operation operation, sem_t* semaphore,
                            std::uint64_t operand2, const void* site) {
  return ask_object(operation, semaphore, operand2, site,
                    initial_count(semaphore));
}

int fail_with(int error) {
  errno = error;
  return -1;
}

int timed_wait(sem_t* semaphore, const timespec* time, const void* site) {
  if (!is_valid(*time)) return fail_with(EINVAL);
  const std::int64_t deadline = deadline_at(*time);
  if (deadline == kNever) {
    ask_semaphore(Operation::semaphore_acquire, semaphore, 0, site);
    return 0;
  }
  if (ask_semaphore(Operation::semaphore_timed_acquire, semaphore,
                    std::uint64_t(deadline), site) != 0) {
    return 0;
  }
  advance_to(deadline);
  return fail_with(ETIMEDOUT);
}

}  // namespace

HB_ENTRY int sem_init(sem_t* semaphore, int shared, unsigned value) {
  if (called_by_test(HB_CALLER)) {
    renew_object(semaphore, sizeof *semaphore, HB_CALLER);
  }
  return real_sem_init(semaphore, shared, value);
}

HB_ENTRY int sem_destroy(sem_t* semaphore) {
  if (!called_by_test(HB_CALLER)) return real_sem_destroy(semaphore);
  renew_object(semaphore, sizeof *semaphore, HB_CALLER);
  return 0;
}

HB_ENTRY int sem_wait(sem_t* semaphore) {
  if (!called_by_test(HB_CALLER)) return real_sem_wait(semaphore);
  ask_semaphore(Operation::semaphore_acquire, semaphore, 0, HB_CALLER);
  return 0;
}

HB_ENTRY int sem_trywait(sem_t* semaphore) {
  if (!called_by_test(HB_CALLER)) return real_sem_trywait(semaphore);
  if (ask_semaphore(Operation::semaphore_try_acquire, semaphore, 0,
                    HB_CALLER) != 0) {
    return 0;
  }
  gave_way(HB_CALLER);
  return fail_with(EAGAIN);
}

HB_ENTRY int sem_timedwait(sem_t* semaphore, const timespec* time) {
  if (!called_by_test(HB_CALLER)) return real_sem_timedwait(semaphore, time);
  return timed_wait(semaphore, time, HB_CALLER);
}

HB_ENTRY int sem_clockwait(sem_t* semaphore, clockid_t clock,
                           const timespec* time) {
  if (!called_by_test(HB_CALLER)) {
    return real_sem_clockwait(semaphore, clock, time);
  }
  return timed_wait(semaphore, time, HB_CALLER);
}

HB_ENTRY int sem_post(sem_t* semaphore) {
  if (!called_by_test(HB_CALLER)) return real_sem_post(semaphore);
  ask_semaphore(Operation::semaphore_release, semaphore, 0, HB_CALLER);
  return 0;
}

HB_ENTRY int sem_getvalue(sem_t* semaphore, int* value) {
  if (called_by_test(HB_CALLER)) {
    note_unseen("sem_getvalue gives the value at sem_init", HB_CALLER);
  }
  return real_sem_getvalue(semaphore, value);
}
