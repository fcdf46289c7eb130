// The execution that goes wrong in the fewest steps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/explorer/explorer.hpp"
#include "checker/explorer/replay_step.hpp"
#include "checker/runtime/program_source.hpp"

namespace hb::checker {

struct Shortest {
  std::optional<std::vector<ReplayStep>> steps;  // none: nothing goes wrong
  std::int64_t executions = 0;                   // that were explored
  std::string limit;                             // that was hit; or empty
};

// Explores the test. With `begin`, only executions that begin with these
// events: nothing can be said then of those that need another beginning.
Shortest find_shortest(ProgramSource& source, const Settings& settings,
                       const std::vector<Event>& begin);

}  // namespace hb::checker
