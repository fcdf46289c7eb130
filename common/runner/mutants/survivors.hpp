// What became of the mutants, against what answers.toml says of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/catalog/answers.hpp"
#include "runner/judge/verdict.hpp"
#include "runner/mutants/mutant.hpp"

namespace hb::runner {

struct MutantResult {
  Mutant mutant;
  Verdict verdict;

  // An answer that cannot be decided has not been rejected.
  bool survives() const {
    return verdict.kind == Kind::accepted || verdict.kind == Kind::inconclusive;
  }
};

struct SurvivorTally {
  int mutants = 0;
  int killed = 0;
  int equivalent = 0;
  int costs = 0;
  int untested = 0;
  int unlisted = 0;
  std::vector<std::string> complaints;

  void add(const SurvivorTally& more);
};

// "waits 1 -> 2 in TEST": what the dearest thread of a test costs, in the
// solution and in a mutant.
struct CostClaim {
  std::string what;  // locks, waits, wakes, allocations, polling_reads
  int of_solution = 0;
  int of_mutant = 0;
  std::string test;
};
std::optional<CostClaim> parse_costs(const std::string& text);

// Each survivor must be listed, and each that is listed must survive.
SurvivorTally check_survivors(const std::vector<MutantResult>& results,
                              const std::vector<Survivor>& listed);

}  // namespace hb::runner
