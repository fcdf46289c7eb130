// From a recorded execution to its steps: the choices that are not the default.
#include <algorithm>

#include "checker/report/replay_code.hpp"

namespace hb::checker {
namespace {

// How many writes of a location that have been executed come before `write` in
// modification order, the initial value counted.
std::int16_t rank_of(std::int16_t write,
                     const std::vector<std::int16_t>& executed,
                     const RecordedExecution& execution) {
  const Event& event = execution.events[std::size_t(write)].event;
  if (event.kind == EventKind::initial) return 0;
  std::int16_t rank = 1;
  for (const std::int16_t other : executed) {
    const Event& before = execution.events[std::size_t(other)].event;
    if (before.position < event.position) ++rank;
  }
  return rank;
}

}  // namespace

std::vector<ReplayStep> replay_steps_of(const RecordedExecution& execution) {
  std::vector<ReplayStep> steps;
  std::vector<std::vector<std::int16_t>> executed(execution.locations.size());
  for (const std::int16_t id : execution.order) {
    const Event& event = execution.events[std::size_t(id)].event;
    if (event.thread < 0) continue;
    std::vector<std::int16_t>* writes =
        event.location < 0 ? nullptr : &executed[std::size_t(event.location)];
    const bool second_half = event.kind == EventKind::write && event.is_update;
    if (!second_half) {
      ReplayStep step;
      step.thread = event.thread;
      step.choice = event.choice;
      if (event.kind == EventKind::read && event.reads_from >= 0) {
        const std::int16_t rank = rank_of(event.reads_from, *writes, execution);
        if (rank != static_cast<std::int16_t>(writes->size())) {
          step.source = rank;
        }
      }
      if (event.kind == EventKind::write) {
        const std::int16_t rank = rank_of(id, *writes, execution);
        if (rank != static_cast<std::int16_t>(writes->size()) + 1) {
          step.position = rank;
        }
      }
      steps.push_back(step);
    }
    if (event.kind == EventKind::write) writes->push_back(id);
  }
  return steps;
}

}  // namespace hb::checker
