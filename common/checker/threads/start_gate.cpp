#include "checker/threads/start_gate.hpp"

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>

#include <atomic>
#include <chrono>
#include <memory>

// clang links its runtime statically, and there dlsym(RTLD_NEXT) would find the
// libc's function, behind ThreadSanitizer's back.
extern "C" [[gnu::weak]] int __interceptor_pthread_create(pthread_t*,
                                                          const pthread_attr_t*,
                                                          void* (*)(void*),
                                                          void*);

namespace hb::threads {
namespace {

std::atomic<bool> running = false;
std::atomic<int> expected_threads = 0;
std::atomic<int> created_threads = 0;
std::atomic<int> alive_threads = 0;
thread_local int number = 0;

struct Start {
  void* (*routine)(void*);
  void* argument;
  int number;  // of the thread, from 1
  bool in_run;
};

// The processors that the process may use when the first thread is made.
const cpu_set_t& allowed_processors() {
  static const cpu_set_t set = [] {
    cpu_set_t mask;
    CPU_ZERO(&mask);
    sched_getaffinity(0, sizeof mask, &mask);
    return mask;
  }();
  return set;
}

// One thread a core, round robin inside the allowed set. A failure to pin only
// makes a defect harder to meet, so it is not an error.
void pin_to_core(int index) {
  const cpu_set_t& allowed = allowed_processors();
  const int count = CPU_COUNT(&allowed);
  if (count < 2) return;
  int nth = index % count;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed) || nth-- != 0) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    pthread_setaffinity_np(pthread_self(), sizeof one, &one);
    return;
  }
}

void wait_at_the_gate() {
  using std::chrono::steady_clock;
  // WHY a bound: an answer that makes fewer threads than before, or waits for
  // the first one before it makes the second, must go on.
  const auto limit = steady_clock::now() + std::chrono::milliseconds(1);
  while (created_threads.load() < expected_threads.load() &&
         steady_clock::now() < limit) {
    sched_yield();
  }
}

void* run_thread(void* argument) {
  const std::unique_ptr<Start> start(static_cast<Start*>(argument));
  if (!start->in_run) return start->routine(start->argument);
  number = start->number;
  pin_to_core(number);
  wait_at_the_gate();
  // WHY a guard: a cancelled thread, or one that calls pthread_exit, has ended
  // too, and both unwind the stack.
  struct Ended {
    ~Ended() { alive_threads.fetch_sub(1); }
  } const ended;
  return start->routine(start->argument);
}

using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*),
                       void*);

Create real_create() {
  if (__interceptor_pthread_create != nullptr) {
    return &__interceptor_pthread_create;
  }
  static const auto next =
      reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
  return next;
}

}  // namespace

void begin_run(int expected) {
  expected_threads.store(expected);
  created_threads.store(0);
  alive_threads.store(0);
  pin_to_core(0);
  running.store(true);
}

RunThreads end_run() {
  running.store(false);
  return {created_threads.load(), alive_threads.load()};
}

int thread_number() { return number; }

}  // namespace hb::threads

extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attr,
                              void* (*routine)(void*), void* argument) {
  using namespace hb::threads;
  const bool in_run = running.load();
  auto start = std::make_unique<Start>(Start{routine, argument, 0, in_run});
  if (in_run) {
    alive_threads.fetch_add(1);
    start->number = created_threads.fetch_add(1) + 1;
  }
  const int error = real_create()(thread, attr, &run_thread, start.get());
  if (error == 0) {
    start.release();  // now owned by the thread that has begun
  } else if (in_run) {
    alive_threads.fetch_sub(1);
    created_threads.fetch_sub(1);
  }
  return error;
}
