// The set of threads that wait at an address: condition variables, futexes and
// std::atomic::wait. A thread is in the set before it gives up what it
// protects, so a notification between these steps is not lost.
#pragma once

#include <cstdint>

namespace hb::checker {

// Must whoever begins to wait see what every earlier notifier knew? At a futex,
// since it compares the word; at a condition variable its mutex takes care.
//
// WHY a wake at a futex is no access: the kernel takes the address as a name,
// and reads nothing there. The word may be gone by then, and the next object in
// its place.
enum class Waiting : std::uint64_t {
  at_address = 0,
  at_condition = 1,
  at_futex = 2
};

void enter_waiters(const void* address, const void* site);
void leave_waiters(const void* address, const void* site);
// Sleeps until it is notified, or wakes for no reason. False if `deadline`
// came first.
bool sleep_among_waiters(const void* address, std::int64_t deadline,
                         const void* site,
                         Waiting waiting = Waiting::at_address);
// Returns how many threads were woken.
long notify_waiters(const void* address, long at_most, const void* site,
                    Waiting waiting = Waiting::at_address);

}  // namespace hb::checker
