// From a replay code's steps back to an execution.
#pragma once

#include <string>
#include <vector>

#include "checker/explorer/event_source.hpp"
#include "checker/graph/event.hpp"
#include "checker/report/replay_code.hpp"

namespace hb::checker {

struct Replayed {
  std::vector<Event> events;  // of the graph
  std::string refusal;        // why the steps do not fit the test; or empty
};

// Runs the source along the steps. What comes after them is left to whoever
// goes on from the events.
Replayed replay_steps(EventSource& source,
                      const std::vector<ReplayStep>& steps);

}  // namespace hb::checker
