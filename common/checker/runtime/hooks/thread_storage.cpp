// What belongs to one thread: keys, and what is destroyed when it ends.
#include <pthread.h>

#include <cerrno>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

using Destroy = void(void*);

HB_REAL(int, pthread_key_create, (pthread_key_t*, Destroy*))
HB_REAL(int, pthread_key_delete, (pthread_key_t))
HB_REAL(void*, pthread_getspecific, (pthread_key_t))
HB_REAL(int, pthread_setspecific, (pthread_key_t, const void*))
HB_REAL(int, __cxa_thread_atexit_impl, (Destroy*, void*, void*))

}  // namespace

HB_ENTRY int pthread_key_create(pthread_key_t* key, Destroy* destroy) noexcept {
  if (called_by_test(HB_CALLER)) {
    *key = create_key(destroy);
    return 0;
  }
  // A library makes it for good, perhaps by chance during an execution.
  const int error = real_pthread_key_create(key, destroy);
  if (error == 0) know_key(*key, destroy);
  return error;
}

HB_ENTRY int pthread_key_delete(pthread_key_t key) noexcept {
  if (called_by_test(HB_CALLER)) return 0;
  return real_pthread_key_delete(key);
}

// WHY all keys, whoever made them: the real values belong to the threads of the
// operating system, and would live on from one execution to the next.
HB_ENTRY void* pthread_getspecific(pthread_key_t key) noexcept {
  return on_fiber() ? specific(key) : real_pthread_getspecific(key);
}

// WHY another name in C++: to pass on `value` is a look at what it points to,
// g++ says, and glibc's declaration promises that nobody looks.
HB_ENTRY int hb_pthread_setspecific(pthread_key_t key, const void* value) asm(
    "pthread_setspecific");

int hb_pthread_setspecific(pthread_key_t key, const void* value) {
  if (!on_fiber()) return real_pthread_setspecific(key, value);
  set_specific(key, value);
  return 0;
}

// Destructors of thread_local objects. A library's too: its thread-local block
// is new in each execution.
HB_ENTRY int __cxa_thread_atexit_impl(Destroy* destroy, void* object,
                                      void* library) {
  if (!in_test()) {
    return real___cxa_thread_atexit_impl(destroy, object, library);
  }
  at_thread_end(destroy, object);
  return 0;
}

HB_ENTRY int __cxa_thread_atexit(Destroy* destroy, void* object,
                                 void* library) noexcept {
  return __cxa_thread_atexit_impl(destroy, object, library);
}
