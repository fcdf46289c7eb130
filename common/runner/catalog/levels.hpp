// levels.toml: what is to be broken in an exercise of the kind "break".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runner/catalog/exercise.hpp"

namespace hb::runner {

struct Level {
  std::string name;            // of its test, without the suite
  std::string goal;            // "race", "deadlock", "failure" or "safe"
  std::int64_t max_steps = 0;  // of a safe one, too: it looks like the others

  bool is_safe() const { return goal == "safe"; }
  // What the learner is told of it: not whether it is safe.
  std::string task() const;
};

// Reads levels.toml beside test.cpp. Throws UserError (3) with file and line.
std::vector<Level> read_levels(const Workspace& workspace,
                               const Exercise& exercise);

// "a deadlock", "a data race"
std::string with_article(const std::string& kind);

}  // namespace hb::runner
