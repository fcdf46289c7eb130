// Explores litmus programs and compares what it finds with what they state.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/explorer/explorer.hpp"
#include "checker/litmus/program.hpp"

namespace hb::checker::litmus {

// What the explorer finds out about a program.
struct Finding {
  std::set<Outcome> outcomes;  // of the complete executions
  std::int64_t executions = 0;
  bool race = false;  // then the exploration ended there
  bool deadlock = false;
  std::optional<Failure> other_failure;
  std::string limit;  // that was hit
  std::int64_t replays = 0;
};

// No spurious wake-ups and failures, and limits far above any sensible program.
Settings exhaustive_settings();

// So many random executions instead of all.
Finding sample_program(const Program& program, std::int64_t executions,
                       std::uint64_t seed);

Finding explore_program(const Program& program,
                        const Settings& settings = exhaustive_settings());

// What differs from what the program states, a sentence each. With a race the
// rest of the answer means nothing, and is not compared.
std::vector<std::string> disagreements(const Program& program,
                                       const Finding& finding);

}  // namespace hb::checker::litmus
