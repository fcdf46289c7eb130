// What a region costs, counted while it is open.
#pragma once

#include "checker/runtime/state.hpp"

namespace hb::checker {

// REQUIRES: a region of the thread is open.
void count_request(Fiber& fiber, const Request& request);
void count_allocation(Fiber& fiber);

void open_region(const char* name);
void close_region();

}  // namespace hb::checker
