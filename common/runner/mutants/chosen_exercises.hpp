// Which exercises are worth testing by mutants, where not all are wanted.
#pragma once

#include <string>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

struct ChosenExercises {
  std::vector<Exercise> exercises;
  std::string why;  // "changed since 15532b7", "a fifth, by commit 15532b7"
};

// Those whose files have changed since the base revision: where this branch
// left origin's, or else the commit before. If there are none, a fifth, which
// the commit chooses, so that five commits see all of them.
ChosenExercises choose_for_mutants(const Workspace& workspace,
                                   const std::vector<Exercise>& exercises);

// The exercises with a file among `changed`, paths from the top.
std::vector<Exercise> changed_exercises(
    const std::vector<Exercise>& exercises,
    const std::vector<std::string>& changed);

// Every fifth, from the one that `commit` (a hash in hexadecimal) says.
std::vector<Exercise> a_fifth_of(const std::vector<Exercise>& exercises,
                                 const std::string& commit);

}  // namespace hb::runner
