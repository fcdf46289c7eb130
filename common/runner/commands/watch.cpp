// ./workbook without a command: judge the current exercise at each save.

#include <unistd.h>

#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/learner/progress.hpp"
#include "runner/learner/starters.hpp"
#include "runner/system/hand_over.hpp"
#include "runner/system/user_error.hpp"
#include "runner/watch/watch.hpp"
#include "runner/watch/watch_text.hpp"

namespace hb::runner {

int watch_command() {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  keep_starters(workspace, catalog.exercises);
  for (const auto& [folder, error] : catalog.broken) {
    std::fputs(error.message().c_str(), stderr);
  }
  const Progress progress = read_progress(workspace);
  const Exercise* current = current_exercise(catalog.exercises, progress);
  if (current == nullptr) {
    std::fputs(all_solved_text(catalog, progress).c_str(), stdout);
    return catalog.broken.empty() ? exit_code::kFine : exit_code::kBroken;
  }
  if (is_interactive()) return Watch(workspace, catalog, *current).run();

  // Nobody to press a key: judge once, and say how to go on.
  std::fputs(header_text(workspace, catalog, *current, {}).c_str(), stdout);
  std::fflush(stdout);
  CheckArguments arguments;
  arguments.ids = {current->number};
  return check_command(arguments);
}

}  // namespace hb::runner
