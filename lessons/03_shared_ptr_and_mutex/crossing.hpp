// What may cross to another thread, and what may not: a table of types.
#pragma once

namespace hb {

void print_what_may_cross();

}  // namespace hb
