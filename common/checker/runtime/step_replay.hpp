// From a replay code's steps back to an execution.
#pragma once

#include <string>
#include <vector>

#include "checker/explorer/event_source.hpp"
#include "checker/explorer/explorer.hpp"
#include "checker/graph/event.hpp"
#include "checker/report/replay_code.hpp"

namespace hb::checker {

struct Replayed {
  std::vector<Event> events;  // of the graph
  std::string refusal;        // why the steps do not fit the test; or empty
};

// Runs the source along the steps. What comes after them is left to whoever
// goes on from the events.
Replayed replay_steps(EventSource& source, const Settings& settings,
                      const std::vector<ReplayStep>& steps);

// While it lives, the runtime asks this graph what happens before what.
class RunningGraph {
 public:
  explicit RunningGraph(const ExecutionGraph& graph);
  ~RunningGraph();
  RunningGraph(const RunningGraph&) = delete;
  RunningGraph& operator=(const RunningGraph&) = delete;

 private:
  const ExecutionGraph* const before_;
};

}  // namespace hb::checker
