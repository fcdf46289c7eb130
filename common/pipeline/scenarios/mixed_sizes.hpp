// Scenario 3: one large file first, many small ones behind it.
#pragma once

#include "pipeline/metrics/metrics.hpp"
#include "pipeline/scenarios/scenario.hpp"

namespace hb::pipeline {

struct MixedSeen {
  std::uint64_t small_files = 0;
  MetricsView simple;
  MetricsView fair;
};

void judge(const MixedSeen& seen, ScenarioReport& report);

ScenarioReport mixed_sizes(const ScenarioOptions& options);

}  // namespace hb::pipeline
