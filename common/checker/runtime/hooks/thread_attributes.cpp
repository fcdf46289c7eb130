// Names, processors and priorities of threads: of no meaning here, and libc
// knows nothing of our handles.
#include <pthread.h>
#include <sched.h>
#include <sys/sysinfo.h>

#include <cstring>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL(int, pthread_setname_np, (pthread_t, const char*))
HB_REAL(int, pthread_getname_np, (pthread_t, char*, size_t))
HB_REAL(int, pthread_setaffinity_np, (pthread_t, size_t, const cpu_set_t*))
HB_REAL(int, pthread_getaffinity_np, (pthread_t, size_t, cpu_set_t*))
HB_REAL(int, pthread_setschedparam, (pthread_t, int, const sched_param*))
HB_REAL(int, pthread_getschedparam, (pthread_t, int*, sched_param*))
HB_REAL(int, sched_getcpu, ())
HB_REAL(int, get_nprocs, ())

// WHY a fixed number: a test must not depend on the machine that checks it.
constexpr int kProcessors = 2;

}  // namespace

HB_ENTRY int pthread_setname_np(pthread_t handle, const char* name) noexcept {
  return on_fiber() ? 0 : real_pthread_setname_np(handle, name);
}

HB_ENTRY int pthread_getname_np(pthread_t handle, char* name,
                                size_t size) noexcept {
  if (!on_fiber()) return real_pthread_getname_np(handle, name, size);
  const Quiet quiet;
  if (size > 0) name[0] = '\0';
  return 0;
}

HB_ENTRY int pthread_setaffinity_np(pthread_t handle, size_t size,
                                    const cpu_set_t* set) noexcept {
  return on_fiber() ? 0 : real_pthread_setaffinity_np(handle, size, set);
}

HB_ENTRY int pthread_getaffinity_np(pthread_t handle, size_t size,
                                    cpu_set_t* set) noexcept {
  if (!on_fiber()) return real_pthread_getaffinity_np(handle, size, set);
  const Quiet quiet;
  CPU_ZERO_S(size, set);
  for (int processor = 0; processor < kProcessors; ++processor) {
    CPU_SET_S(std::size_t(processor), size, set);
  }
  return 0;
}

HB_ENTRY int pthread_setschedparam(pthread_t handle, int policy,
                                   const sched_param* parameters) noexcept {
  return on_fiber() ? 0
                    : real_pthread_setschedparam(handle, policy, parameters);
}

HB_ENTRY int pthread_getschedparam(pthread_t handle, int* policy,
                                   sched_param* parameters) noexcept {
  if (!on_fiber()) {
    return real_pthread_getschedparam(handle, policy, parameters);
  }
  *policy = SCHED_OTHER;
  parameters->sched_priority = 0;
  return 0;
}

HB_ENTRY int sched_getcpu() noexcept {
  return on_fiber() ? 0 : real_sched_getcpu();
}

// std::thread::hardware_concurrency().
HB_ENTRY int get_nprocs() noexcept {
  return on_fiber() ? kProcessors : real_get_nprocs();
}
