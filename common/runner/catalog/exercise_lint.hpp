// What an exercise must look like, beside what its tests must say.
#pragma once

#include <string>
#include <vector>

#include "runner/catalog/exercise.hpp"

namespace hb::runner {

// Complaints about the files of one exercise, each a sentence; none if all is
// well. Throws UserError (3) if a file cannot be read.
std::vector<std::string> lint(const Workspace& workspace,
                              const Exercise& exercise);

}  // namespace hb::runner
