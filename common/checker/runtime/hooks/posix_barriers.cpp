// pthread_barrier_*, made of a lock and a set of waiters. (std::barrier is made
// of atomics.)
#include <pthread.h>

#include <cerrno>

#include "checker/graph/clock.hpp"
#include "checker/runtime/hooks/deadline.hpp"
#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"
#include "checker/runtime/hooks/waiters.hpp"

using namespace hb::checker;

namespace {

HB_REAL(int, pthread_barrier_init,
        (pthread_barrier_t*, const pthread_barrierattr_t*, unsigned))
HB_REAL(int, pthread_barrier_destroy, (pthread_barrier_t*))
HB_REAL(int, pthread_barrier_wait, (pthread_barrier_t*))

// What we keep in the object's memory, protected by its lock.
struct Barrier {
  unsigned expected;
  unsigned arrived;
  unsigned round;
};
static_assert(sizeof(Barrier) <= sizeof(pthread_barrier_t));

Barrier& contents(pthread_barrier_t* barrier) {
  return *reinterpret_cast<Barrier*>(barrier);
}

void lock(pthread_barrier_t* barrier, const void* site) {
  ask_object(Operation::mutex_lock, barrier, 0, site);
}

void unlock(pthread_barrier_t* barrier, const void* site) {
  ask_object(Operation::mutex_unlock, barrier, 0, site);
}

int wait(pthread_barrier_t* object, const void* site) {
  Barrier& barrier = contents(object);
  lock(object, site);
  if (++barrier.arrived == barrier.expected) {
    barrier.arrived = 0;
    ++barrier.round;
    unlock(object, site);
    notify_waiters(object, kMaxThreads, site);
    return PTHREAD_BARRIER_SERIAL_THREAD;
  }
  const unsigned round = barrier.round;
  while (barrier.round == round) {
    enter_waiters(object, site);
    unlock(object, site);
    sleep_among_waiters(object, kNever, site);
    lock(object, site);
  }
  unlock(object, site);
  return 0;
}

}  // namespace

HB_ENTRY int pthread_barrier_init(pthread_barrier_t* barrier,
                                  const pthread_barrierattr_t* attributes,
                                  unsigned count) noexcept {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_barrier_init(barrier, attributes, count);
  }
  if (count == 0) return EINVAL;
  renew_object(barrier, sizeof *barrier, HB_CALLER);
  contents(barrier) = {.expected = count, .arrived = 0, .round = 0};
  return 0;
}

HB_ENTRY int pthread_barrier_destroy(pthread_barrier_t* barrier) noexcept {
  if (!called_by_test(HB_CALLER)) {
    return real_pthread_barrier_destroy(barrier);
  }
  renew_object(barrier, sizeof *barrier, HB_CALLER);
  return 0;
}

HB_ENTRY int pthread_barrier_wait(pthread_barrier_t* barrier) noexcept {
  if (!called_by_test(HB_CALLER)) return real_pthread_barrier_wait(barrier);
  return wait(barrier, HB_CALLER);
}
