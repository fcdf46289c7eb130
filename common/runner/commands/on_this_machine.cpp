#include "runner/commands/on_this_machine.hpp"

#include <cstdio>
#include <filesystem>
#include <string>

#include "runner/bench/release_build.hpp"
#include "runner/judge/judge.hpp"
#include "runner/system/machine_lock.hpp"
#include "runner/system/process.hpp"

namespace hb::runner {
namespace fs = std::filesystem;

void show_on_this_machine(const Workspace& workspace, const Exercise& exercise,
                          const CheckArguments& arguments) {
  if (arguments.machine_milliseconds == 0 ||
      !fs::exists(exercise.path / "on_this_machine.cpp") ||
      workspace.exercises != workspace.root / "exercises") {
    return;
  }
  const fs::path program = build_release(
      workspace, "on_this_machine_" + exercise.number, exercise.label());
  const fs::path outcomes = arguments.answer.empty()
                                ? exercise.edited_file()
                                : fs::absolute(arguments.answer);
  std::puts("");
  std::fflush(stdout);
  const FileLock lock(real_threads_lock(), [] {});
  ProcessOptions options;
  options.command = {program.string(), outcomes.string(),
                     std::to_string(arguments.machine_milliseconds)};
  options.inherit_terminal = true;
  if (run(options).stopped) throw Stopped{};
}

}  // namespace hb::runner
