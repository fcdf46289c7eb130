// ./workbook solution: the solution, after success or after giving up.

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "runner/catalog/answers.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/learner/gallery.hpp"
#include "runner/learner/progress.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

void require_solutions(const Workspace& workspace, const Exercise& exercise) {
  const auto folder = workspace.solutions / exercise.folder;
  if (std::filesystem::is_directory(folder)) return;
  throw UserError(exit_code::kBroken,
                  {fmt::format("no solution of {} here", exercise.label()), "",
                   workspace.shown(folder) +
                       " is not there.\nThis copy of the workbook came without "
                       "it, or it was deleted.",
                   "./workbook hint " + exercise.number});
}

[[noreturn]] void refuse(const Exercise& exercise, int hints) {
  const auto all = static_cast<int>(exercise.hints.size());
  const std::string give_up =
      fmt::format("./workbook solution {} --give-up", exercise.number);
  if (hints >= all) {
    throw UserError(
        exit_code::kWrongCall,
        {fmt::format("{} is not solved yet", exercise.label()), "",
         "With --give-up the solution is shown, and the exercise marked as "
         "seen.",
         give_up});
  }
  throw UserError(
      exit_code::kWrongCall,
      {fmt::format("{} is not solved yet", exercise.label()), "",
       fmt::format("{} of {} hints are left. {} shows the\nsolution all the "
                   "same, and marks the exercise as seen.",
                   all - hints, all, give_up),
       "./workbook hint " + exercise.number});
}

}  // namespace

int solution_command(const SolutionArguments& arguments) {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  const Exercise& exercise = catalog.find(arguments.id);
  require_solutions(workspace, exercise);
  const auto files = read_solution(workspace, exercise);

  const Progress progress = read_progress(workspace);
  const State state = progress.state_of(exercise);
  if (state != State::solved && state != State::seen) {
    if (!arguments.give_up) refuse(exercise, progress.hints_of(exercise));
    change_progress(workspace, exercise, State::seen,
                    progress.hints_of(exercise));
  }
  const Style style = style_of(STDOUT_FILENO);
  for (const auto& [name, text] : files) {
    const auto path = workspace.solutions / exercise.folder / name;
    fmt::print(
        "{}\n\n{}",
        style.paint(Colour::bold, style.link(path, workspace.shown(path))),
        text);
  }
  if (arguments.gallery) {
    ProgressLine line;
    show_gallery(
        workspace, exercise, style,
        [&](const std::string& stage) { line.show("gallery: " + stage); },
        [&](const std::string& entry) {
          line.show("");
          fmt::print("\n{}", entry);
          std::fflush(stdout);
        });
  } else {
    fmt::print(
        "\nWrong answers, each with the execution that breaks it:\n"
        "  try: ./workbook solution {} --gallery\n",
        exercise.number);
  }
  if (state != State::solved) {
    fmt::print("\n{} is marked as seen. Solving it later still counts.\n",
               exercise.label());
  }
  return exit_code::kFine;
}

}  // namespace hb::runner
