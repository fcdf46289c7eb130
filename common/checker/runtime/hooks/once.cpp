// std::call_once, and the initialisation of function-local statics.
#include <cxxabi.h>
#include <pthread.h>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;
using __cxxabiv1::__guard;

namespace {

HB_REAL(int, pthread_once, (pthread_once_t*, void (*)()))
HB_REAL(int, __cxa_guard_acquire, (__guard*))
HB_REAL(void, __cxa_guard_release, (__guard*))
HB_REAL(void, __cxa_guard_abort, (__guard*))

constexpr std::uint64_t kFresh = 0;
constexpr std::uint64_t kDone = 2;

// WHY the memory counts: what a library has initialised for good stays so in
// all executions, and must not be an event of one of them.
bool is_test_once(const void* object, const void* site) {
  return called_by_test(site) && is_test_memory(object);
}

// Ends the initialisation; in failure if an exception comes through.
class Initialisation {
 public:
  Initialisation(pthread_once_t* control, const void* site)
      : control_(control), site_(site) {}
  Initialisation(const Initialisation&) = delete;
  Initialisation& operator=(const Initialisation&) = delete;
  ~Initialisation() {
    ask_object(is_done_ ? Operation::once_done : Operation::once_reset,
               control_, 0, site_);
  }
  void done() { is_done_ = true; }

 private:
  pthread_once_t* control_;
  const void* site_;
  bool is_done_ = false;
};

char* first_byte(__guard* guard) { return reinterpret_cast<char*>(guard); }

std::uint64_t ask_guard(Operation operation, __guard* guard, const void* site) {
  return ask_object(operation, guard, 0, site,
                    *first_byte(guard) != 0 ? kDone : kFresh,
                    ObjectKind::guard);
}

}  // namespace

HB_ENTRY int pthread_once(pthread_once_t* control, void (*initialise)()) {
  if (!is_test_once(control, HB_CALLER)) {
    return real_pthread_once(control, initialise);
  }
  // glibc writes 2 into it once it is done.
  const bool was_done = (*control & 2) != 0;
  if (ask_object(Operation::once_begin, control, 0, HB_CALLER,
                 was_done ? kDone : kFresh) != 0) {
    return 0;
  }
  Initialisation initialisation(control, HB_CALLER);
  initialise();
  initialisation.done();
  return 0;
}

HB_ENTRY int __cxa_guard_acquire(__guard* guard) {
  if (!is_test_once(guard, HB_CALLER)) return real___cxa_guard_acquire(guard);
  return ask_guard(Operation::once_begin, guard, HB_CALLER) == 0 ? 1 : 0;
}

HB_ENTRY void __cxa_guard_release(__guard* guard) noexcept {
  if (!is_test_once(guard, HB_CALLER)) {
    real___cxa_guard_release(guard);
    return;
  }
  // The next thread reads this byte alone, by a load that acquires.
  store_atomic(first_byte(guard), 1, 1, Order::release, HB_CALLER);
  ask_guard(Operation::once_done, guard, HB_CALLER);
}

HB_ENTRY void __cxa_guard_abort(__guard* guard) noexcept {
  if (!is_test_once(guard, HB_CALLER)) {
    real___cxa_guard_abort(guard);
    return;
  }
  ask_guard(Operation::once_reset, guard, HB_CALLER);
}
