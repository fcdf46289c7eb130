// pthread_spin_*: as objects a spin lock and a mutex are the same.
#include <pthread.h>

#include <cerrno>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

// glibc's header calls the object volatile, and so must a definition.
using SpinLock = pthread_spinlock_t;

namespace {

HB_REAL(int, pthread_spin_init, (SpinLock*, int))
HB_REAL(int, pthread_spin_destroy, (SpinLock*))
HB_REAL(int, pthread_spin_lock, (SpinLock*))
HB_REAL(int, pthread_spin_trylock, (SpinLock*))
HB_REAL(int, pthread_spin_unlock, (SpinLock*))

const void* address_of(SpinLock* lock) { return const_cast<const int*>(lock); }

}  // namespace

HB_ENTRY int pthread_spin_init(SpinLock* lock, int shared) {
  if (called_by_test(HB_CALLER)) {
    renew_object(address_of(lock), sizeof *lock, HB_CALLER);
  }
  return real_pthread_spin_init(lock, shared);
}

HB_ENTRY int pthread_spin_destroy(SpinLock* lock) {
  if (!called_by_test(HB_CALLER)) return real_pthread_spin_destroy(lock);
  renew_object(address_of(lock), sizeof *lock, HB_CALLER);
  return 0;
}

HB_ENTRY int pthread_spin_lock(SpinLock* lock) {
  if (!called_by_test(HB_CALLER)) return real_pthread_spin_lock(lock);
  ask_object(Operation::mutex_lock, address_of(lock), 0, HB_CALLER);
  return 0;
}

HB_ENTRY int pthread_spin_trylock(SpinLock* lock) {
  if (!called_by_test(HB_CALLER)) return real_pthread_spin_trylock(lock);
  if (ask_object(Operation::mutex_try_lock, address_of(lock), 0, HB_CALLER) !=
      0) {
    return 0;
  }
  gave_way(HB_CALLER);
  return EBUSY;
}

HB_ENTRY int pthread_spin_unlock(SpinLock* lock) {
  if (!called_by_test(HB_CALLER)) return real_pthread_spin_unlock(lock);
  if (ask_object(Operation::mutex_unlock, address_of(lock), 0, HB_CALLER) ==
      0) {
    fail_here(Kind::wrong_unlock,
              "a thread unlocks a spin lock that it does not hold");
  }
  return 0;
}
