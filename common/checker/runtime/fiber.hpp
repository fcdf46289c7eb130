// The threads of the test: stacks that this one thread of the operating system
// runs on in turn, each with thread-local storage of its own.
#pragma once

#include <cstdint>

#include "checker/runtime/state.hpp"

namespace hb::checker {

// A fiber at its beginning: `function(argument)`, or the body of the test if
// null. Its first request is `begin`, except of thread 0.
void make_fiber(int thread, int parent, void* (*function)(void*),
                void* argument);

// Runs `thread` until it asks for its next operation, ends or is abandoned.
void run_fiber(int thread);

// Below it the stack has never been used, in any execution.
std::uintptr_t lowest_of_stack(const Fiber& fiber);
// Makes the whole stack zero again, where it was used.
void clean_stack_of(int thread);

// On the service stack of a fiber: back to the explorer. Returns when the
// explorer has decided.
void suspend();

// A hash of all that decides what the thread does next.
std::uint64_t hash_of_state(const Fiber& fiber);

}  // namespace hb::checker
