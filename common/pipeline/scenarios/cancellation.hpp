// Scenario 5: SIGINT in the middle of a pack, with and without a checkpoint.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/scenarios/scenario.hpp"

namespace hb::pipeline {

// What a pack that got SIGINT left behind.
struct CancelledSeen {
  std::uint64_t input_bytes = 0;
  std::uint64_t bytes_at_signal = 0;  // that it had processed
  std::uint64_t bytes_at_end = 0;     // the same after it had drained
  bool was_signalled = false;         // before it was at its end
  int exit_code = 0;
  bool permits_returned = false;
  std::vector<std::string> left;  // names in the output's folder
};

struct ResumedSeen {
  int exit_code = 0;
  std::uint64_t resumed_chunks = 0;
  int verify_exit_code = 0;
  std::vector<std::string> left;
};

// `expected`: the names that should be left.
void judge(const std::string& name, const CancelledSeen& seen,
           const std::vector<std::string>& expected, ScenarioReport& report);
void judge(const ResumedSeen& seen, ScenarioReport& report);

ScenarioReport cancellation(const ScenarioOptions& options);

}  // namespace hb::pipeline
