// Five loads that show what the pipeline does with processors, devices, sizes,
// memory and a signal, each with what has to hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "pipeline/scenarios/scenario_report.hpp"

namespace hb::pipeline {

struct ScenarioOptions {
  double scale = 1.0 / 64;                      // of the full size
  std::uint64_t seed = 1;                       // of the generated data
  std::optional<std::filesystem::path> folder;  // for its files
  std::size_t processors = 1;
  // The tool itself, for what has to be a process of its own.
  std::filesystem::path tool = "/proc/self/exe";
};

// SIGINT or SIGTERM came while a scenario ran. Its files are removed and its
// processes ended on the way up.
struct Interrupted {
  int signal = 0;
};

// Throws Interrupted once there is a reason to.
using StopCheck = std::function<void()>;

// Runs the scenario `number`, 1 to 5. REQUIRES: no other thread runs, for 4
// forks; one call at a time, for signals have one taker. Throws Failure:
// cannot_create where the disk or the memory is too small; Interrupted.
ScenarioReport run_scenario(int number, const ScenarioOptions& options);

// The full size times the scale, at least `least`.
std::uint64_t scaled(std::uint64_t full, double scale, std::uint64_t least);

}  // namespace hb::pipeline
