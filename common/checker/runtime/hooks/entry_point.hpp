// What all hooks share: how an entry point is made visible, and whose call it
// is.
#pragma once

#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

// The library hides everything else, so that none of its templates can stand in
// for the test's instrumented ones.
#define HB_VISIBLE __attribute__((visibility("default")))
#define HB_ENTRY extern "C" HB_VISIBLE

namespace hb::checker {

// Whoever calls, on a fiber of the test: GoogleTest too.
inline bool on_fiber() { return hb_mode != Mode::off; }

// The same, for calls after which nothing of the test follows. A fiber that is
// doomed ends here: nothing of it may reach the real function.
inline bool called_in_test() {
  if (hb_mode == Mode::doomed) abandon();
  return in_test();
}

// True if a call that returns to `site` is an operation of the test.
inline bool called_by_test(const void* site) {
  if (!on_fiber() || !is_test_code(site)) return false;
  return called_in_test();
}

}  // namespace hb::checker
