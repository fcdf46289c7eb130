// What an exploration covered, in one line, and what it did not see.
#pragma once

#include <string>
#include <vector>

#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

struct Coverage {
  ExplorationCounts counts;
  ExplorationBounds bounds;
  std::vector<std::string> unseen;
};

Coverage coverage_of(const RecordedExecution& execution);

// "all 243 executions, 2 threads, at most 1 spurious wake-up". With a limit:
// "the first 200,000 executions, not all: ...".
std::string coverage_text(const Coverage& coverage);

// The verdict on a test that no execution rejected: a headline with the
// coverage, what was not seen, and after INCONCLUSIVE the way on.
// "accepted: 14a spsc_ring, test CarriesTheValue, all 243 executions, ..."
std::string verdict_without_failure(const TestName& name,
                                    const Coverage& coverage);

}  // namespace hb::checker
