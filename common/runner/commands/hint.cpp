// ./workbook hint: a question, then the place, then the idea; never the code.

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/learner/hint_text.hpp"
#include "runner/learner/last_verdict.hpp"
#include "runner/learner/progress.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {

int hint_command(const std::string& id) {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  const Exercise& exercise = catalog.find(id);
  const Progress progress = read_progress(workspace);
  const int shown = std::clamp(progress.hints_of(exercise) + 1, 1,
                               static_cast<int>(exercise.hints.size()));
  const State state = progress.state_of(exercise);
  change_progress(workspace, exercise,
                  state == State::untouched ? State::started : state, shown);
  std::fputs(hint_text(exercise, shown, style_of(STDOUT_FILENO),
                       last_verdict(workspace, exercise))
                 .c_str(),
             stdout);
  return exit_code::kFine;
}

}  // namespace hb::runner
