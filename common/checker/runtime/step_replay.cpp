#include "checker/runtime/step_replay.hpp"

#include "checker/explorer/stepper.hpp"
#include "checker/runtime/program_source.hpp"

namespace hb::checker {

RunningGraph::RunningGraph(const ExecutionGraph& graph)
    : before_(running_graph()) {
  set_running_graph(&graph);
}

RunningGraph::~RunningGraph() { set_running_graph(before_); }

Replayed replay_steps(EventSource& source, const Settings& settings,
                      const std::vector<ReplayStep>& steps) {
  Stepper stepper(source, settings);
  const RunningGraph running(stepper.graph());
  stepper.start();
  Replayed result;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (stepper.has_failed()) break;
    if (!stepper.take(steps, i)) {
      result.refusal =
          "this code does not fit the test: it has been changed since";
      break;
    }
  }
  result.events = stepper.graph().events;
  return result;
}

}  // namespace hb::checker
