// What ThreadSanitizer reported since the last look.
//
// Thread safety: take_race() by the test's own thread, between runs, or by the
// watchdog, when there will be no further run.
#pragma once

#include <optional>

#include "checker/threads/verdict_stream.hpp"

namespace hb::threads {

// The first report since the last call, as a finding; nothing if there is none.
// Empty for ever where the program is linked without ThreadSanitizer.
std::optional<Finding> take_race();

}  // namespace hb::threads
