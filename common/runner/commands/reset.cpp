// ./workbook reset: the exercise as it was given. Nothing is lost.

#include <fmt/format.h>

#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/learner/starters.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {

int reset_command(const std::string& id) {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  keep_starters(workspace, catalog.exercises);
  const Exercise& exercise = catalog.find(id);
  const auto attempt = restore_starter(workspace, exercise);
  fmt::print("{} is as it was given.\n", exercise.label());
  if (!attempt.empty()) {
    fmt::print("  What you wrote is kept in {}\n", workspace.shown(attempt));
  }
  fmt::print("  try: {}\n", workspace.call("open " + exercise.number));
  return exit_code::kFine;
}

}  // namespace hb::runner
