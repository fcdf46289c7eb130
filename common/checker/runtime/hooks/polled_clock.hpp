// What a clock shows to a thread of the test.
#pragma once

#include <time.h>

namespace hb::checker {

// The thread's virtual time. WHY it moves by being looked at, faster and
// faster: a loop that polls until a deadline must come to its end, and after
// few rounds. In idle time the clock moves when every thread waits, and then
// only.
timespec look_at_clock();

}  // namespace hb::checker
