// NAME.checker of an exercise, for those who talk to it directly.
#pragma once

#include <filesystem>
#include <string>

#include "runner/judge/test_run.hpp"

namespace hb::runner {

struct WhichAnswer {
  std::string file;       // in place of the learner's; empty: the learner's
  bool solution = false;  // the solution
};

// Builds it. Throws UserError (1), with the compiler's words, if that fails.
std::filesystem::path built_checker(const Workspace& workspace,
                                    const Exercise& exercise,
                                    const WhichAnswer& which);

// What it is told of the exercise.
CheckerOptions checker_options_of(const Exercise& exercise);

}  // namespace hb::runner
