// Scenario 4: large files, in chunks and whole.
#pragma once

#include <cstdint>

#include "pipeline/scenarios/scenario.hpp"

namespace hb::pipeline {

struct MemorySeen {
  int streaming_exit_code = 0;
  int whole_exit_code = 0;
  std::uint64_t streaming_peak_bytes = 0;
  std::uint64_t whole_peak_bytes = 0;
  bool judges_peaks = true;  // there is nothing else in them to speak of
  std::uint64_t chunks = 0;
  std::uint64_t buffers_allocated = 0;
  std::uint64_t buffers_in_flight = 0;  // at most: the window's, the workers'
};

void judge(const MemorySeen& seen, ScenarioReport& report);

ScenarioReport memory_stress(const ScenarioOptions& options);

}  // namespace hb::pipeline
