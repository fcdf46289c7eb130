// A pthread mutex as an object of the model. Condition variables lock and
// unlock too.
#pragma once

#include <pthread.h>

#include <cstdint>

namespace hb::checker {

void lock_mutex(pthread_mutex_t* mutex, const void* site);
bool try_lock_mutex(pthread_mutex_t* mutex, const void* site);
// False if the time was up first.
bool lock_mutex_until(pthread_mutex_t* mutex, std::int64_t deadline,
                      const void* site);
// Rejects the execution if this thread does not hold it.
void unlock_mutex(pthread_mutex_t* mutex, const void* site);

// Known only of a mutex in the test's own memory, where we may note it.
bool is_locked(const pthread_mutex_t* mutex);
bool is_held_here(const pthread_mutex_t* mutex);

bool is_recursive(const pthread_mutex_t* mutex);
bool checks_errors(const pthread_mutex_t* mutex);

}  // namespace hb::checker
