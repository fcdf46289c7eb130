// The judge of predict exercises: builds the programs once, whatever the answer
// is, has the checker explore them, and grades outcomes.txt by that.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runner/judge/judge.hpp"
#include "runner/judge/predict.hpp"
#include "runner/system/text.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail_as_workbook(const Exercise& exercise,
                                   const std::string& what) {
  throw UserError(exit_code::kBroken,
                  {"the programs of " + exercise.label() + " cannot be judged",
                   fmt::format("exercises/{}/test.cpp", exercise.folder), what,
                   "./workbook dev check " + exercise.number});
}

// Every program with all its outcomes. An exploration that was not finished
// decides the verdict.
std::vector<PredictProgram> programs_of(const Exercise& exercise,
                                        const TestRun& tests,
                                        Verdict& verdict) {
  std::vector<PredictProgram> programs;
  for (const TestResult& test : tests.tests) {
    if (const Exploration* stopped = test.chief_exploration()) {
      if (stopped->kind != name_of(Kind::inconclusive)) {
        fail_as_workbook(exercise, stopped->text);
      }
      verdict.kind = Kind::inconclusive;
      verdict.test = test.short_name();
      verdict.complete = false;
      verdict.exploration = *stopped;
      return {};
    }
    if (!test.passed || test.explorations.size() != 1) {
      fail_as_workbook(exercise, test.short_name() + " does not explore once.");
    }
    const Exploration& explored = test.explorations.front();
    verdict.executions += explored.executions;
    ++verdict.tests;
    verdict.coverage.push_back(test.short_name() + ": " + explored.coverage);
    const auto program = read_program(explored.json);
    if (!program) {
      fail_as_workbook(exercise, test.short_name() + " records no outcome.");
    }
    programs.push_back(*program);
  }
  if (programs.empty()) fail_as_workbook(exercise, "It has no test.");
  return programs;
}

// The grade as a report of the checker: what shows one shows the other.
Exploration report_of(const Grade& grade, const std::string& next) {
  Exploration report;
  report.kind = name_of(grade.right ? Kind::accepted : Kind::outcome);
  report.text = grade.text + "  try: " + next + "\n";
  report.explanation =
      grade.right
          ? "Each outcome that you call allowed has an execution, and none of "
            "the others has one."
          : "For an outcome that you call never there is an execution, for one "
            "that you call allowed there is none, or a line is missing.";
  report.complete = true;
  report.json =
      nlohmann::json{{"text", report.text}, {"explanation", report.explanation}}
          .dump();
  return report;
}

}  // namespace

Verdict Judge::judge_prediction(const BuildUnit& unit,
                                const JudgeOptions& options) const {
  Verdict verdict = blank_verdict();
  // WHY not `unit`: the programs are the same for every answer.
  const BuildUnit programs_unit = {"programs", workspace_.exercises};
  if (!build(programs_unit, {Link::checker}, options, verdict)) return verdict;
  if (options.on_progress) options.on_progress("built, judging");
  JudgeOptions all = options;
  all.only_test.clear();
  TestRunOptions run = run_of(programs_unit, all, Link::checker);
  const TestRun tests = run_tests(run);
  if (tests.stopped) throw Stopped{};
  verdict.by_checker = true;
  verdict.complete = true;
  const auto programs = programs_of(exercise_, tests, verdict);
  if (verdict.kind == Kind::inconclusive) return verdict;

  const auto show = [&](const PredictProgram& program,
                        const SeenOutcome& outcome) {
    TestRunOptions one = run;
    one.filter = "*." + program.name;
    one.checker.replay = outcome.replay;
    const TestRun shown = run_tests(one);
    if (shown.stopped) throw Stopped{};
    const bool has_one =
        shown.tests.size() == 1 && shown.tests.front().explorations.size() == 1;
    if (!has_one) return WitnessText{};
    return read_witness(shown.tests.front().explorations.front().json);
  };
  const std::string& file = exercise_.edit.front();
  const fs::path path = unit.include_root / exercise_.folder / file;
  const Grade grade =
      grade_prediction(exercise_, file, read_file(path), programs, show);
  if (!grade.right) {
    verdict.kind = Kind::outcome;
    verdict.test = grade.program;
    verdict.message = trimmed(grade.text.substr(grade.text.find('\n')));
    verdict.failed_tests = 1;
    verdict.steps = {{"", path.string(), grade.line, "", ""}};
  }
  verdict.exploration = report_of(
      grade,
      workspace_.call(grade.right ? "next" : "hint " + exercise_.number));
  return verdict;
}

}  // namespace hb::runner
