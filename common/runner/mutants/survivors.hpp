// What became of the mutants, against what answers.toml says of them.
#pragma once

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

// Each survivor must be listed, and each that is listed must survive.
SurvivorTally check_survivors(const std::vector<MutantResult>& results,
                              const std::vector<Survivor>& listed);

}  // namespace hb::runner
