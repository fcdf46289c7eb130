// What an intercepted call (hooks/) may ask of the runtime.
//
// Everything here is called on a fiber of the test, except where it says
// otherwise. The explorer, the fibers and all intercepted calls share one
// thread of the operating system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "checker/explorer/event_source.hpp"

namespace hb::checker {

// True while the test's own code runs on a fiber: only then does an
// intercepted call become an event. Cheap; callable anywhere, at any time,
// also before main().
bool in_test();

// The explorer's code runs on a fiber: intercept nothing.
class Quiet {
 public:
  Quiet();
  ~Quiet();
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  unsigned char before_;  // a Mode
};

// True if the instruction at `site` (a return address) is the test's: in the
// executable's text, or in libstdc++'s functions for threads, condition
// variables and futures. Calls from elsewhere (stdio, locales, the loader,
// `throw`) go to the real function.
bool is_test_code(const void* site);
// True if the object lives in memory that the runtime resets between
// executions: globals of the executable, stacks and heap of the test.
bool is_test_memory(const void* object);

struct Answer {
  std::uint64_t result;
  std::uint64_t value_read;
};

// Suspends this thread until the explorer has decided its next operation.
Answer ask(const Request& request);

// An operation on an object that is not an atomic: see operation.hpp.
// `initial` is the object's state should this be its first event.
enum class ObjectKind : std::uint8_t { lock, waiters, guard };
std::uint64_t ask_object(Operation operation, const void* object,
                         std::uint64_t operand2, const void* site,
                         std::uint64_t initial = 0,
                         ObjectKind kind = ObjectKind::lock);
// An atomic load that must see what every earlier notifier of its address knew:
// what a futex compares before it sleeps.
std::uint64_t ask_futex_word(const void* word, int size, const void* site);

// A plain access of the test, for race and lifetime checks. Leaves the fiber
// for good if it is a defect.
void plain_access(const void* address, std::size_t size, bool is_write,
                  const void* site);
// The object at `address` begins or ends its life: a plain write of all of it
// by which later atomic accesses find a new object there.
void renew_object(const void* address, std::size_t size, const void* site);

// Threads. spawn() returns the new thread's number.
int spawn(void* (*function)(void*), void* argument, const void* site);
void* join(int thread, const void* site);
void detach(int thread, const void* site);
int current_thread();
int parent_or_self();

// Calls `destroy(object)` when this thread ends, last registered first.
void at_thread_end(void (*destroy)(void*), void* object);
// pthread_setspecific's table of this thread, and the keys' destructors.
void* specific(unsigned key);
void set_specific(unsigned key, const void* value);
unsigned create_key(void (*destroy)(void*));

// The heap of the test. free reports double_free and foreign pointers.
void* heap_allocate(std::size_t size, std::size_t alignment, const void* site);
void heap_free(void* block, const void* site);
std::size_t heap_size(const void* block);
bool in_heap(const void* address);  // callable anywhere

// Virtual time of this thread, in nanoseconds since the execution began; the
// clocks add kEpoch.
constexpr std::int64_t kEpoch = 1'000'000'000'000;
std::int64_t now();
void advance_to(std::int64_t time);
void sleep_until(std::int64_t time, const void* site);
bool time_is_idle();  // ExploreOptions::time

// A try_lock that failed, or a yield: a thread that has undone its own writes
// since may go round only `retries` times.
void gave_way(const void* site);

// This execution is rejected. fail() returns; the others leave the fiber for
// good: no destructor of the test runs.
void fail(Kind kind, const std::string& message);
[[noreturn]] void fail_here(Kind kind, const std::string& message);
[[noreturn]] void abandon();

// Named in the coverage: what the checker could not see.
void note_unseen(const char* what, const void* site);

// Until switched off, this thread's atomic loads see what every earlier
// notifier of their address knew, as ask_futex_word() does
// (Request::view_only). For std::atomic::wait, which compares once more before
// it sleeps.
void view_loads(bool on);
// An atomic store in the test's name: the guard byte of a local static.
void store_atomic(void* address, std::uint64_t value, int size, Order order,
                  const void* site);
// The next of this thread's pseudo-random numbers. It depends only on the
// thread and on how many it took, so it is the same in every execution.
std::uint64_t next_random();
// A key of pthread_key_create that a library made for good, outside of any
// execution: `destroy` runs at the end of the test's threads too. Callable
// anywhere. The keys of create_key() are above all of these (1024).
void know_key(unsigned key, void (*destroy)(void*));

}  // namespace hb::checker

// The address that an intercepted call returns to.
#define HB_CALLER __builtin_return_address(0)
