#include "pipeline/scenarios/scenario.hpp"

#include <algorithm>

#include "pipeline/failure.hpp"
#include "pipeline/scenarios/cancellation.hpp"
#include "pipeline/scenarios/cpu_bound.hpp"
#include "pipeline/scenarios/io_bound.hpp"
#include "pipeline/scenarios/memory.hpp"
#include "pipeline/scenarios/mixed_sizes.hpp"

namespace hb::pipeline {

std::uint64_t scaled(std::uint64_t full, double scale, std::uint64_t least) {
  return std::max(static_cast<std::uint64_t>(static_cast<double>(full) * scale),
                  least);
}

ScenarioReport run_scenario(int number, const ScenarioOptions& options) {
  switch (number) {
    case 1:
      return cpu_bound(options);
    case 2:
      return io_bound(options);
    case 3:
      return mixed_sizes(options);
    case 4:
      return memory_stress(options);
    case 5:
      return cancellation(options);
    default:
      throw Failure(FailureKind::usage, Stage::walk, "",
                    "scenario takes a number from 1 to 5");
  }
}

}  // namespace hb::pipeline
