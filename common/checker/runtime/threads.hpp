// Threads as the test sees them: creation, ends, and what belongs to one.
#pragma once

namespace hb::checker {

// Numbers are given anew in the next exploration.
void forget_thread_numbers();

// Destructors of thread_locals and of pthread_setspecific's values. On the
// stack of the test, in its name.
void run_thread_end();

}  // namespace hb::checker
