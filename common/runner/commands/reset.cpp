// ./workbook reset: the exercise as it was given. Nothing is lost.

#include <fmt/format.h>

#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/learner/progress.hpp"
#include "runner/learner/starters.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {

int reset_command(const std::string& id) {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  keep_starters(workspace, catalog.exercises);
  const Exercise& exercise = catalog.find(id);
  const auto attempt = restore_starter(workspace, exercise);
  const Progress progress = read_progress(workspace);
  if (progress.state_of(exercise) != State::untouched) {
    change_progress(workspace, exercise, State::started,
                    progress.hints_of(exercise));
  }
  fmt::print("{} is as it was given.\n", exercise.label());
  if (!attempt.empty()) {
    fmt::print("  What you wrote is kept in {}\n", workspace.shown(attempt));
  }
  fmt::print("  try: ./workbook open {}\n", exercise.number);
  return exit_code::kFine;
}

}  // namespace hb::runner
