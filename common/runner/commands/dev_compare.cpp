// ./workbook dev compare: the same answers before three judges. Real threads
// and ThreadSanitizer are asked many times, since they answer by chance; the
// checker once.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "runner/catalog/answers.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/judge/judge.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

class ThreeJudges {
 public:
  ThreeJudges(const Workspace& workspace, const Exercise& exercise)
      : judge_(workspace, exercise) {}

  void add_row(const BuildUnit& unit, const std::string& name,
               const std::string& deserves, int runs) {
    const std::string plain = passes(unit, name, false, runs);
    const std::string sanitized =
        passes(unit, name, true, std::max(1, runs / 2));
    line_.show(name + ": all executions");
    JudgeOptions options;
    options.on_real_threads = false;
    const Verdict verdict = judge_.judge_unit(unit, options);
    line_.show("");
    fmt::print("| `{}` | {} | {} | {} | {} |\n", name, deserves, plain,
               sanitized, of_checker(verdict));
    std::fflush(stdout);
  }

  Judge& judge() { return judge_; }

 private:
  // "19 of 20": in how many processes every run of every test passes.
  std::string passes(const BuildUnit& unit, const std::string& name,
                     bool with_sanitizer, int runs) {
    int passed = 0;
    for (int run = 0; run < runs; ++run) {
      line_.show(fmt::format(
          "{}: {}, {} of {}", name,
          with_sanitizer ? "ThreadSanitizer" : "real threads", run + 1, runs));
      JudgeOptions options;
      options.by_checker = false;
      options.with_sanitizer = with_sanitizer;
      options.hang_after = std::chrono::seconds(2);  // who waits, waits on
      options.is_built = run > 0;
      passed += judge_.judge_unit(unit, options).kind == Kind::accepted;
    }
    return fmt::format("{} of {}", passed, runs);
  }

  static std::string of_checker(const Verdict& verdict) {
    if (!verdict.exploration) {
      return fmt::format("{}, {} executions", name_of(verdict.kind),
                         verdict.executions);
    }
    return fmt::format("{}, {} of {} executions", name_of(verdict.kind),
                       verdict.exploration->failing,
                       verdict.exploration->executions);
  }

  Judge judge_;
  ProgressLine line_;
};

}  // namespace

int dev_compare_command(const DevCompareArguments& arguments) {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  const Exercise& exercise = catalog.find(arguments.id);
  if (exercise.kind != ExerciseKind::code) {
    throw UserError(
        exit_code::kWrongCall,
        {exercise.label() + " holds no code to compare", "",
         "Expected an exercise of kind code.", "./workbook dev compare 07a"});
  }
  ThreeJudges judges(workspace, exercise);
  fmt::print(
      "| answer to {} | deserves | passed on real threads | under "
      "ThreadSanitizer | the checker |\n|---|---|---|---|---|\n",
      exercise.number);
  for (const Answer& answer : read_answers(workspace, exercise).answers) {
    const bool runs = answer.right || (answer.expect.kind != Kind::build &&
                                       answer.expect.kind != Kind::forbidden);
    if (!runs) continue;
    judges.add_row(
        judges.judge().builder().write_answer(
            (answer.right ? "right-" : "wrong-") + answer.name, answer.files),
        answer.name,
        answer.right ? "accepted" : std::string(name_of(answer.expect.kind)),
        arguments.runs);
  }
  judges.add_row(judges.judge().builder().solution(), "the solution",
                 "accepted", arguments.runs);
  return exit_code::kFine;
}

}  // namespace hb::runner
