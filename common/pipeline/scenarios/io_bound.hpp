// Scenario 2: how many requests at once a device needs.
#pragma once

#include <vector>

#include "pipeline/scenarios/queue_depth.hpp"
#include "pipeline/scenarios/scenario.hpp"

namespace hb::pipeline {

struct SimulatedSeen {
  DeviceProfile profile;
  std::vector<DepthRow> rows;
};

void judge(const SimulatedSeen& seen, ScenarioReport& report);

ScenarioReport io_bound(const ScenarioOptions& options);

}  // namespace hb::pipeline
