// Scenario 1: many small files, and compression that takes longer than reading.
#pragma once

#include <array>
#include <cstdint>

#include "pipeline/metrics/metrics.hpp"
#include "pipeline/scenarios/scenario.hpp"

namespace hb::pipeline {

struct CpuBoundSeen {
  std::int64_t tokens = 1;
  // Of the first half of the files, and of the second.
  std::array<MetricsView, 2> halves;
};

void judge(const CpuBoundSeen& seen, ScenarioReport& report);

ScenarioReport cpu_bound(const ScenarioOptions& options);

}  // namespace hb::pipeline
