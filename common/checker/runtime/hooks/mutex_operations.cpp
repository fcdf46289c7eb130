#include "checker/runtime/hooks/mutex_operations.hpp"

#include "checker/runtime/hooks/deadline.hpp"
#include "checker/runtime/runtime.hpp"

namespace hb::checker {
namespace {

int kind_of(const pthread_mutex_t* mutex) { return mutex->__data.__kind & 3; }

// WHY the owner is noted in the mutex as libc does it: relocking one that
// checks errors, and destroying a locked one, is answered without an event.
// Each thread only asks about itself, or after the last unlock.
void note_locked(pthread_mutex_t* mutex) {
  if (!is_test_memory(mutex)) return;
  mutex->__data.__owner = current_thread() + 1;
  ++mutex->__data.__count;
}

void note_unlocked(pthread_mutex_t* mutex) {
  if (!is_test_memory(mutex) || mutex->__data.__count == 0) return;
  if (--mutex->__data.__count == 0) mutex->__data.__owner = 0;
}

}  // namespace

bool is_recursive(const pthread_mutex_t* mutex) {
  return kind_of(mutex) == PTHREAD_MUTEX_RECURSIVE_NP;
}

bool checks_errors(const pthread_mutex_t* mutex) {
  return kind_of(mutex) == PTHREAD_MUTEX_ERRORCHECK_NP;
}

bool is_locked(const pthread_mutex_t* mutex) {
  return is_test_memory(mutex) && mutex->__data.__owner != 0;
}

bool is_held_here(const pthread_mutex_t* mutex) {
  return is_test_memory(mutex) && mutex->__data.__owner == current_thread() + 1;
}

void lock_mutex(pthread_mutex_t* mutex, const void* site) {
  ask_object(Operation::mutex_lock, mutex, is_recursive(mutex), site);
  note_locked(mutex);
}

bool try_lock_mutex(pthread_mutex_t* mutex, const void* site) {
  if (ask_object(Operation::mutex_try_lock, mutex, is_recursive(mutex), site) ==
      0) {
    gave_way(site);
    return false;
  }
  note_locked(mutex);
  return true;
}

bool lock_mutex_until(pthread_mutex_t* mutex, std::int64_t deadline,
                      const void* site) {
  if (deadline == kNever || (is_recursive(mutex) && is_held_here(mutex))) {
    lock_mutex(mutex, site);
    return true;
  }
  // The lowest bit says whether the mutex is recursive.
  const auto operand =
      (std::uint64_t(deadline) & ~std::uint64_t{1}) | is_recursive(mutex);
  if (ask_object(Operation::mutex_timed_lock, mutex, operand, site) == 0) {
    advance_to(deadline);
    return false;
  }
  note_locked(mutex);
  return true;
}

void unlock_mutex(pthread_mutex_t* mutex, const void* site) {
  if (is_held_here(mutex)) note_unlocked(mutex);
  if (ask_object(Operation::mutex_unlock, mutex, is_recursive(mutex), site) ==
      0) {
    fail_here(Kind::wrong_unlock,
              "a thread unlocks a mutex that it does not hold");
  }
}

}  // namespace hb::checker
