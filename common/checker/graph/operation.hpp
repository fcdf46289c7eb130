// What a thread can do to a location, and what follows from the value it reads.
//
// Atomic operations have the standard's meaning. Every other object (mutex,
// condition variable, semaphore ...) is a location with an abstract state, on
// which each operation is a read-modify-write with a partial transition
// function: where it is not defined, the operation blocks.
#pragma once

#include <cstdint>

namespace hb::checker {

// The values of std::memory_order, and one for plain accesses.
enum class Order : std::int8_t {
  plain = -1,
  relaxed = 0,
  consume = 1,
  acquire = 2,
  release = 3,
  acq_rel = 4,
  seq_cst = 5
};

inline bool acquires(Order order) {
  return order == Order::acquire || order == Order::acq_rel ||
         order == Order::seq_cst || order == Order::consume;
}
inline bool releases(Order order) {
  return order == Order::release || order == Order::acq_rel ||
         order == Order::seq_cst;
}
const char* name_of(Order order);

enum class Operation : std::uint8_t {
  none,
  // atomics: operand is the new value or the addend
  load,
  store,
  exchange,
  fetch_add,
  fetch_sub,
  fetch_and,
  fetch_or,
  fetch_xor,
  fetch_nand,
  compare_exchange,       // operand: expected; operand2: desired
  compare_exchange_weak,  // may fail for no reason: a choice
  // mutex. State: 0, or owner + 1 in the low byte and depth above it.
  // The lowest bit of operand2: the mutex is recursive.
  mutex_lock,
  mutex_try_lock,
  mutex_timed_lock,
  mutex_unlock,
  // waiting: condition variables, futexes. State: the set of waiting threads.
  // operand2 of sleep and notify: 1 if whoever begins to wait later need not
  // see what this notifier knew (a condition variable; its mutex takes care).
  wait_enter,
  wait_sleep,
  wait_timed_sleep,
  notify_one,  // who is woken is a choice
  notify_all,
  wait_leave,  // back out, without having slept; not if it was notified
  // POSIX semaphore. State: the count.
  semaphore_acquire,
  semaphore_try_acquire,
  semaphore_timed_acquire,
  semaphore_release,
  // reader-writer lock. State: writer + 1 in the low byte, readers above it.
  shared_lock_shared,
  shared_lock,
  shared_try_lock_shared,
  shared_try_lock,
  shared_timed_lock_shared,
  shared_timed_lock,
  shared_unlock,
  // call_once and function-local statics. State: 0, 1 running, 2 done.
  once_begin,
  once_done,
  once_reset
};

// As a reader of a report says it: "compare_exchange", "lock", "notify_one".
const char* name_of(Operation operation);

inline bool is_object(Operation operation) {
  return operation >= Operation::mutex_lock;
}
// Operations with a deadline: they may time out, as a choice.
bool is_timed(Operation operation);
// Leaves things as they are for some states, so that a loop of such operations
// can go round without effect. All others change their object, or block.
bool may_repeat(Operation operation);
// Takes a lock, and waits for it if it is held.
bool is_lock(Operation operation);

struct Event;

// The bits of a value of `size` bytes.
constexpr std::uint64_t mask_of(int size) {
  return size >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * size)) - 1;
}

// Fills in what event `read` does, given its value_read and choice: result,
// value_written, is_update, blocked, unchanged, effective order. Returns the
// number of choices the operation has at that value; choice 0 is the normal
// one.
int evaluate(Event& read);

}  // namespace hb::checker
