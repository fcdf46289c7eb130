// A monitor, as every Java object has one: a mutex and a condition in one.
#pragma once

namespace hb {

// Two threads meet at a monitor. Prints the steps in the order in which they
// must happen.
void a_monitor_blocks_waits_and_goes_on();

}  // namespace hb
