// After a right prediction: what this machine shows of it.
#pragma once

#include "runner/catalog/exercise.hpp"
#include "runner/commands/commands.hpp"

namespace hb::runner {

// Builds and runs on_this_machine.cpp of an exercise of ours, if it has one:
// its programs on real threads, optimised and without a sanitizer.
void show_on_this_machine(const Workspace& workspace, const Exercise& exercise,
                          const CheckArguments& arguments);

}  // namespace hb::runner
