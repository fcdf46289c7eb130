// Which regions were open at the same time, in any run of the current body.
#pragma once

namespace hb::threads {

void forget_regions();

// True if two threads were inside `first` and `second` at once.
bool regions_overlapped(const char* first, const char* second);

}  // namespace hb::threads
