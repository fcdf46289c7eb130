// The set of threads that wait at an address: condition variables, futexes and
// std::atomic::wait. A thread is in the set before it gives up what it
// protects, so a notification between these steps is not lost.
#pragma once

#include <cstdint>

namespace hb::checker {

void enter_waiters(const void* address, const void* site);
void leave_waiters(const void* address, const void* site);
// Sleeps until it is notified, or wakes for no reason. False if `deadline`
// came first.
bool sleep_among_waiters(const void* address, std::int64_t deadline,
                         const void* site);
// Returns how many threads were woken.
long notify_waiters(const void* address, long at_most, const void* site);

}  // namespace hb::checker
