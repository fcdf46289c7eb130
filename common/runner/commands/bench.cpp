// ./workbook bench: builds a lesson's benchmark and compares its programs.

#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <regex>
#include <set>

#include "runner/bench/bench_comparison.hpp"
#include "runner/bench/release_build.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/judge/judge.hpp"
#include "runner/system/machine_lock.hpp"
#include "runner/system/process.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

// The exercises whose answers a bench.cpp includes.
std::set<std::string> exercises_in(const std::string& source) {
  static const std::regex kInclude(R"re(#include "(\d\d_\w+/[a-z]_\w+)/)re");
  std::set<std::string> folders;
  for (std::sregex_iterator it(source.begin(), source.end(), kInclude), end;
       it != end; ++it) {
    folders.insert((*it)[1].str());
  }
  return folders;
}

// True if yours is worth measuring: a wrong answer is fast for free.
bool is_accepted(const Workspace& workspace, const std::string& folder,
                 ProgressLine& line) {
  const Exercise exercise = read_exercise(workspace, folder);
  line.show(exercise.label() + ": judging your answer");
  const Verdict verdict = Judge(workspace, exercise).judge_yours();
  line.show("");
  if (verdict.kind == Kind::accepted) return true;
  fmt::print("Yours is not measured: {} is not accepted ({}).\n",
             exercise.label(), name_of(verdict.kind));
  return false;
}

std::string run_program(const std::string& program,
                        const std::vector<std::string>& arguments) {
  ProcessOptions options;
  options.command = {program};
  options.command.insert(options.command.end(), arguments.begin(),
                         arguments.end());
  options.budget = std::chrono::minutes(5);
  const ProcessResult result = run(options);
  if (result.stopped) throw Stopped{};
  if (result.ok()) return result.output;
  throw UserError(exit_code::kBroken, {program + " did not end well", "",
                                       result.output, "./workbook doctor"});
}

}  // namespace

int bench_command(const std::string& name) {
  const Workspace workspace = find_workspace();
  const Lesson lesson = find_lesson(workspace, name);
  const fs::path source =
      workspace.root / "benchmarks" / lesson.folder / "bench.cpp";
  if (!fs::exists(source)) {
    throw UserError(
        exit_code::kWrongCall,
        {fmt::format("lesson {} has no benchmark", lesson.number), "",
         "Not every pattern has a question of cost.", "ls benchmarks"});
  }
  const std::string label = "benchmark " + lesson.number;
  const std::string target = "bench_" + lesson.folder;
  need_benchmark_packages(workspace);

  BenchRequest request;
  request.number = lesson.number;
  const auto exercises = exercises_in(read_file(source));
  // A class may have its solutions taken out; naive and yours remain.
  if (exercises.empty() || fs::exists(workspace.solutions)) {
    request.programs.push_back(
        {build_release(workspace, target + ".solution", label).string(),
         BenchRole::solution});
  }
  ProgressLine line;
  bool yours = !exercises.empty();
  for (const std::string& folder : exercises) {
    yours = yours && is_accepted(workspace, folder, line);
  }
  if (yours) {
    request.programs.push_back(
        {build_release(workspace, target + ".yours", label).string(),
         BenchRole::yours});
  }
  if (request.programs.empty()) {
    throw UserError(exit_code::kWrongCall,
                    {label + " has nothing to compare", "",
                     "solutions/ is not here, and yours is not accepted yet.",
                     "./workbook check " + number_of(*exercises.begin())});
  }
  // WHY the lock: a judge's threads beside ours would be measured too.
  const FileLock lock(real_threads_lock(), [&] {
    line.show(label + ": waiting for another run on real threads");
  });
  const auto progress = [&](int n, int of) {
    line.show(fmt::format("{}: run {} of {}, Ctrl-C stops it", label, n, of));
    if (n == of) line.show("");
  };
  return compare_programs(request, &run_program, progress, std::cout);
}

}  // namespace hb::runner
