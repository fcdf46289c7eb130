#include "checker/runtime/witnesses.hpp"

#include <utility>

#include "checker/runtime/findings.hpp"
#include "checker/runtime/wire.hpp"

namespace hb::checker {

void Witnesses::keep(const std::vector<Values>& recorded,
                     const Execution& execution) {
  // A test may record what it likes, and an execution is some kilobytes.
  constexpr std::size_t kMost = 256;
  if (recorded.empty()) return;
  const int difficulty = difficulty_of(execution.graph, execution.order);
  for (const Values& values : recorded) {
    if (all_.size() >= kMost && !all_.contains(values)) continue;
    Witness& witness = all_[values];
    if (++witness.executions > 1 && difficulty >= witness.difficulty) continue;
    witness.difficulty = difficulty;
    witness.events = execution.graph.events;
  }
}

void Witnesses::save(WireWriter& to) const {
  to.value(all_.size());
  for (const auto& [values, witness] : all_) {
    to.value(values.size());
    for (const long long value : values) to.value(value);
    to.value(witness.executions);
    to.value(witness.difficulty);
    to.value(witness.events.size());
    for (const Event& event : witness.events) to.value(event);
  }
}

void Witnesses::merge(WireReader& from) {
  for (auto left = from.value<std::size_t>(); left > 0; --left) {
    Values values(from.value<std::size_t>());
    for (long long& value : values) value = from.value<long long>();
    Witness more;
    more.executions = from.value<std::int64_t>();
    more.difficulty = from.value<int>();
    more.events.resize(from.value<std::size_t>());
    for (Event& event : more.events) event = from.value<Event>();

    Witness& witness = all_[std::move(values)];
    const bool is_simpler =
        witness.executions == 0 || more.difficulty < witness.difficulty;
    witness.executions += more.executions;
    if (!is_simpler) continue;
    witness.difficulty = more.difficulty;
    witness.events = std::move(more.events);
  }
}

}  // namespace hb::checker
