#include "runner/judge/checker_program.hpp"

#include "runner/judge/build.hpp"
#include "runner/judge/judge.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {

std::filesystem::path built_checker(const Workspace& workspace,
                                    const Exercise& exercise,
                                    const WhichAnswer& which) {
  const Builder builder(workspace, exercise);
  BuildUnit unit = which.solution ? builder.solution() : builder.yours();
  if (!which.file.empty()) {
    unit = builder.write_answer(
        "file", {{exercise.edit.front(), read_file(which.file)}});
  }
  ProgressLine line;
  line.show(exercise.label() + ": building");
  const BuildResult built = builder.build({unit}, {Link::checker});
  if (built.stopped) throw Stopped{};
  if (built.ok) return builder.program(unit, Link::checker);
  line.show("");
  throw UserError(exit_code::kRejected,
                  {exercise.label() + " does not build", "", built.diagnostics,
                   workspace.call("check " + exercise.number)});
}

CheckerOptions checker_options_of(const Exercise& exercise) {
  CheckerOptions options;
  options.number = exercise.number;
  options.name = exercise.name;
  options.limits = exercise.limits;
  return options;
}

}  // namespace hb::runner
