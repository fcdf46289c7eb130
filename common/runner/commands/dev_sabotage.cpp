// ./workbook dev sabotage: is anything in an exercise not needed?
//
// Each lock of a solution is dropped in turn: the tests must reject what is
// left. Each EXPECT and ASSERT is deleted in turn: the solution must then fail,
// a wrong answer no longer get its verdict, or a mutant survive. If others of
// the same test say as much, it must reject something where they expect
// nothing. What is not missed in either way must be explained in answers.toml.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runner/catalog/answers.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/commands/side_by_side.hpp"
#include "runner/judge/judge.hpp"
#include "runner/mutants/mutant_program.hpp"
#include "runner/mutants/mutator.hpp"
#include "runner/mutants/survivors.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

struct SabotageTally {
  int exercises = 0;
  int locks = 0;
  int expectations = 0;
  int explained = 0;
  int complaints = 0;
};

// One exercise, whose expectations can be taken away one by one.
class Sabotage {
 public:
  Sabotage(const Workspace& workspace, const Exercise& exercise, WorkLog& log)
      : exercise_(exercise),
        log_(log),
        answers_(read_answers(workspace, exercise)),
        judge_(workspace, exercise),
        mutants_(workspace, exercise, "sabotaged-mutants") {
    const std::string text = read_file(exercise.path / "test.cpp");
    const MutatedAnswer disarmed = disarm("test.cpp", text);
    expectations_ = disarmed.mutants;
    test_ =
        judge_.builder().write_answer("disarmed", disarmed.files).include_root /
        exercise.folder / "test.cpp";
    log_.show(exercise.label() + ": building");
    mutants_.build(read_solution(workspace, exercise), {}, test_);
    build_answers();
  }

  SabotageTally run() {
    ++tally_.exercises;
    judge_mutants();
    for (const Mutant& expectation : expectations_) {
      ++tally_.expectations;
      log_.show(exercise_.label() + ": " + expectation.name);
      expect_noticed(expectation.name, is_missed(expectation),
                     fmt::format("test.cpp:{}", expectation.line));
    }
    for (const Unnoticed& listed : answers_.unnoticed) {
      if (exists(listed.what)) continue;
      complain("explained, but there is no such thing: " + listed.what);
    }
    return tally_;
  }

 private:
  // An answer that an expectation helps to reject.
  struct Wrong {
    std::string name;
    Expectation expect;
    BuildUnit unit;
  };

  void build_answers() {
    BuildUnit unsolved = judge_.builder().yours();
    unsolved.name = "sabotaged-unsolved";
    add("unsolved", answers_.unsolved, unsolved);
    for (const Answer& answer : answers_.answers) {
      if (answer.right) continue;
      const std::string name = "sabotaged-" + answer.name;
      add(answer.name, answer.expect,
          judge_.builder().write_answer(name, answer.files));
    }
    std::vector<BuildUnit> units;
    for (const Wrong& wrong : wrong_) units.push_back(wrong.unit);
    if (units.empty()) return;
    const BuildResult built = judge_.builder().build(units, {Link::checker});
    if (built.stopped) throw Stopped{};
    if (built.ok) return;
    throw UserError(exit_code::kBroken,
                    {"the test does not compile without its expectations", "",
                     built.diagnostics, ""});
  }

  void add(const std::string& name, const Expectation& expect, BuildUnit unit) {
    if (expect.test.empty()) return;  // it is not even run
    unit.test = test_;
    unit.names = false;
    wrong_.push_back({name, expect, unit});
  }

  // With all expectations in place. Those that drop a lock must be rejected.
  void judge_mutants() {
    for (const Mutant& mutant : mutants_.mutants()) {
      log_.show(exercise_.label() + ": " + mutant.name);
      const MutantResult result = {mutant, mutants_.judge(mutant.number)};
      if (mutant.change == Mutant::Change::lock_dropped) {
        ++tally_.locks;
        expect_noticed(mutant.name, !result.survives(),
                       fmt::format("{}:{}", mutant.file, mutant.line));
      }
      if (!result.survives()) rejected_.push_back(result);
    }
  }

  // One in a function beside the tests belongs to all of them.
  static bool belongs_to(const Mutant& expectation, const std::string& test) {
    return expectation.test.empty() || expectation.test == test;
  }

  Verdict judge_wrong(const Wrong& wrong, const std::string& disarmed,
                      const std::string& test) {
    JudgeOptions options;
    options.on_real_threads = false;
    options.is_built = true;
    options.only_test = test;
    options.checker.more = {"--processes=1"};
    options.environment = {disarmed};
    return judge_.judge_unit(wrong.unit, options);
  }

  Verdict judge_mutant(int number, const std::string& disarmed,
                       const std::string& test) {
    JudgeOptions options;
    options.only_test = test;
    options.environment = {disarmed};
    return mutants_.judge(number, options);
  }

  // True if its deletion changes a verdict, or would if others of its test did
  // not say as much. The quickest question comes first.
  bool is_missed(const Mutant& expectation) {
    const std::string deleted =
        fmt::format("HB_DISARMED={}", expectation.number);
    if (judge_mutant(0, deleted, expectation.test).kind != Kind::accepted) {
      return true;
    }
    for (const Wrong& wrong : wrong_) {
      if (!belongs_to(expectation, wrong.expect.test)) continue;
      const Verdict now = judge_wrong(wrong, deleted, wrong.expect.test);
      if (!wrong.expect.is_met_by(now.kind, now.test)) return true;
    }
    return works_alone(expectation) || lets_a_mutant_live(expectation, deleted);
  }

  bool lets_a_mutant_live(const Mutant& expectation,
                          const std::string& deleted) {
    return std::ranges::any_of(rejected_, [&](const MutantResult& result) {
      if (!belongs_to(expectation, result.verdict.test)) return false;
      const MutantResult now = {
          result.mutant, judge_mutant(result.mutant.number, deleted, "")};
      return now.survives();
    });
  }

  // True if it rejects something where the others of its test do not.
  bool works_alone(const Mutant& expectation) {
    std::string disarmed = "HB_DISARMED=";
    for (const Mutant& other : expectations_) {
      if (other.number == expectation.number) continue;
      disarmed += fmt::format("{} ", other.number + 1);
    }
    const auto fails = [](const Verdict& verdict) {
      return verdict.kind == Kind::failure;
    };
    return std::ranges::any_of(
               wrong_,
               [&](const Wrong& wrong) {
                 return fails(judge_wrong(wrong, disarmed, expectation.test));
               }) ||
           std::ranges::any_of(mutants_.mutants(), [&](const Mutant& mutant) {
             return fails(
                 judge_mutant(mutant.number, disarmed, expectation.test));
           });
  }

  void expect_noticed(const std::string& what, bool is_noticed,
                      const std::string& place) {
    const bool is_explained =
        std::ranges::find(answers_.unnoticed, what, &Unnoticed::what) !=
            answers_.unnoticed.end() ||
        std::ranges::find(answers_.survivors, what, &Survivor::mutant) !=
            answers_.survivors.end();
    if (is_noticed && is_explained) {
      complain("explained, but it is missed: " + what);
    } else if (is_explained) {
      ++tally_.explained;
    } else if (!is_noticed) {
      complain(fmt::format("nobody misses it: {}\n  --> {}", what, place));
    }
  }

  bool exists(const std::string& what) const {
    const auto is_named = [&](const Mutant& m) { return m.name == what; };
    return std::ranges::any_of(expectations_, is_named) ||
           std::ranges::any_of(mutants_.mutants(), is_named);
  }

  void complain(const std::string& what) {
    ++tally_.complaints;
    log_.say(exercise_.label() + ": " + what + "\n");
  }

  const Exercise& exercise_;
  WorkLog& log_;
  SabotageTally tally_;
  const Answers answers_;
  Judge judge_;
  MutantProgram mutants_;
  std::filesystem::path test_;  // with expectations that can be taken away
  std::vector<Mutant> expectations_;
  std::vector<Wrong> wrong_;
  std::vector<MutantResult> rejected_;  // with all expectations in place
};

}  // namespace

int dev_sabotage_command(const std::vector<std::string>& ids) {
  const Workspace workspace = find_workspace();
  const auto began = std::chrono::steady_clock::now();
  const auto exercises = code_of(choose(read_catalog(workspace), ids));
  WorkLog log;
  std::mutex mutex;
  SabotageTally all;  // guarded by mutex
  side_by_side(exercises, log, [&](const Exercise& exercise) {
    const SabotageTally one = Sabotage(workspace, exercise, log).run();
    const std::lock_guard lock(mutex);
    all.exercises += one.exercises;
    all.locks += one.locks;
    all.expectations += one.expectations;
    all.explained += one.explained;
    all.complaints += one.complaints;
  });
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - began;
  fmt::print(
      "{} exercises, {} locks and {} expectations taken away, {} explained, "
      "{:.0f} s: {}\n",
      all.exercises, all.locks, all.expectations, all.explained, took.count(),
      all.complaints == 0 ? "as expected"
                          : fmt::format("{} complaints", all.complaints));
  if (log.broken_off() > 0) return exit_code::kBroken;
  return all.complaints == 0 ? exit_code::kFine : exit_code::kRejected;
}

}  // namespace hb::runner
