// Budget: what a region may cost, as counts that do not depend on the machine.
//
//   explore(body, {.budgets = {{.region = "send", .locks = 1, .wakes = 1}}});
//
// Units: calls, the largest number in one passage through the region. A count
// that is not set is not limited. Judged by the checker; real threads name the
// budget in the verdict's notes and never fail it.
#pragma once

#include <optional>

namespace hb {

struct Budget {
  const char* region;
  std::optional<int> locks = {};          // mutexes taken
  std::optional<int> futex_waits = {};    // times a thread goes to sleep
  std::optional<int> wakes = {};          // notifications sent
  std::optional<int> allocations = {};    // calls of operator new
  std::optional<int> polling_reads = {};  // reads repeated without progress
};

}  // namespace hb
