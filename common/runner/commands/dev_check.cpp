// ./workbook dev check: is every exercise what it claims to be?
//
// The unsolved file builds and fails for its stated reason, and each wrong
// answer gets the verdict that it must get, by the checker alone. The solution
// and each right answer pass in every execution, and on real threads.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runner/catalog/answers.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/catalog/exercise_lint.hpp"
#include "runner/catalog/turns.hpp"
#include "runner/commands/commands.hpp"
#include "runner/commands/side_by_side.hpp"
#include "runner/judge/judge.hpp"
#include "runner/judge/verdict_text.hpp"
#include "runner/system/changes.hpp"
#include "runner/system/hand_over.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// A wrong answer waits for ever; two seconds tell as much as five.
constexpr std::chrono::seconds kHangAfter{2};

struct Tally {
  int exercises = 0;
  int wrong = 0;      // judged
  int all_wrong = 0;  // and those that have their turn another time
  int right = 0;
  int complaints = 0;
};

// What the workers, one exercise each, do and what they found.
class CheckLog {
 public:
  WorkLog& work() { return work_; }
  void show(const std::string& stage) { work_.show(stage); }

  void complain(const std::string& what) {
    work_.say(what);
    const std::lock_guard lock(mutex_);
    ++tally_.complaints;
  }

  void add(const Tally& more) {
    const std::lock_guard lock(mutex_);
    tally_.exercises += more.exercises;
    tally_.wrong += more.wrong;
    tally_.all_wrong += more.all_wrong;
    tally_.right += more.right;
  }

  // After the workers are joined.
  const Tally& tally() const { return tally_; }

 private:
  WorkLog work_;
  std::mutex mutex_;
  Tally tally_;  // guarded by mutex_
};

class ExerciseCheck {
 public:
  // With `changes`, the wrong answers take turns.
  ExerciseCheck(const Workspace& workspace, const Exercise& exercise,
                const DevCheckArguments& arguments,
                const std::optional<Changes>& changes, CheckLog& log)
      : workspace_(workspace),
        exercise_(exercise),
        arguments_(arguments),
        log_(log),
        judge_(workspace, exercise),
        answers_(read_answers(workspace, exercise)) {
    tally_.all_wrong = static_cast<int>(
        std::ranges::count(answers_.answers, false, &Answer::right));
    if (changes && !needs_all_wrong_answers(exercise, *changes)) {
      answers_.answers =
          without_other_half(answers_.answers, exercise, changes->head);
    }
  }

  void run() {
    ++tally_.exercises;
    for (const std::string& complaint : lint(workspace_, exercise_)) {
      complain("", complaint);
    }
    const Builder& builder = judge_.builder();
    const BuildUnit unsolved = without_names(builder.yours());
    const BuildUnit solution = without_names(builder.solution());
    std::vector<BuildUnit> units;
    for (const Answer& answer : answers_.answers) {
      units.push_back(
          without_names(builder.write_answer(name_of(answer), answer.files)));
      if (!answer.right) units.back().only_test = answer.expect.test;
    }
    if (exercise_.kind == ExerciseKind::break_it) {
      prove_levels();
    } else {
      build_all(unsolved, solution, units);
    }
    expect_rejected(unsolved, "the unsolved file", answers_.unsolved);
    expect_accepted(solution, "the solution");
    for (std::size_t i = 0; i < answers_.answers.size(); ++i) {
      check_answer(answers_.answers[i], units[i]);
    }
    log_.add(tally_);
  }

 private:
  // As a verdict needs it, which is all that is looked at here. Under another
  // name than what is built with names: learners' answers, the book's runs.
  static BuildUnit without_names(BuildUnit unit) {
    unit.name = "brief-" + unit.name;
    unit.names = false;
    return unit;
  }

  // The same, for a report that names what it tells of, and with all tests.
  static BuildUnit with_names(BuildUnit unit) {
    unit.names = true;
    unit.only_test.clear();
    return unit;
  }

  void build_all(const BuildUnit& unsolved, const BuildUnit& solution,
                 const std::vector<BuildUnit>& units) {
    const Builder& builder = judge_.builder();
    std::vector<BuildUnit> to_build = {unsolved, solution};
    std::vector<BuildUnit> right = {solution};
    for (std::size_t i = 0; i < units.size(); ++i) {
      const Answer& answer = answers_.answers[i];
      const bool must_fail = !answer.right && answer.expect.kind == Kind::build;
      if (!must_fail) to_build.push_back(units[i]);
      if (answer.right) right.push_back(units[i]);
    }
    log_.show(exercise_.label() + ": building");
    // WHY all at once: they are built side by side, and judging one then waits
    // for no other exercise's build. If one fails, each is built again by
    // itself, and the failure shows as its verdict.
    const auto show_count = [&](const std::string& count) {
      log_.show(exercise_.label() + ": built " + count);
    };
    const Link of_wrong =
        arguments_.link == "threads" ? Link::threads : Link::checker;
    // The programs of a predict exercise are built with the first answer.
    if (exercise_.kind == ExerciseKind::code &&
        builder.build(to_build, {of_wrong}, show_count).ok &&
        builder.build(right, {Link::checker, Link::threads}).ok) {
      for (const BuildUnit& unit : to_build) built_.insert(unit.name);
    }
  }

  void prove_levels() {
    log_.show(exercise_.label() + ": proving its levels");
    for (const std::string& complaint : judge_.prove_levels()) {
      complain("", complaint);
    }
  }

  static std::string name_of(const Answer& answer) {
    return (answer.right ? "right-" : "wrong-") + answer.name;
  }

  void check_answer(const Answer& answer, const BuildUnit& unit) {
    if (answer.right) {
      ++tally_.right;
      expect_accepted(unit, name_of(answer));
      return;
    }
    ++tally_.wrong;
    expect_rejected(unit, name_of(answer), answer.expect);
  }

  Verdict judge(const BuildUnit& unit, const std::string& name,
                JudgeOptions options) {
    options.is_built = built_.contains(unit.name);
    log_.show(exercise_.label() + ": " + name);
    return judge_.judge_unit(unit, options);
  }

  void expect_rejected(const BuildUnit& unit, const std::string& name,
                       const Expectation& expect) {
    JudgeOptions options;
    options.by_checker = arguments_.link != "threads";
    options.on_real_threads = !options.by_checker;
    options.hang_after = kHangAfter;
    options.only_test = expect.test;
    Verdict verdict = judge(unit, name, options);
    if (expect.is_met_by(verdict.kind, verdict.test)) return;
    built_.erase(unit.name);
    verdict = judge(with_names(unit), name, options);
    complain(name, fmt::format("expected {}, got:\n{}", expect.text(),
                               verdict_text(verdict, workspace_, Style{})));
  }

  void expect_accepted(const BuildUnit& unit, const std::string& name) {
    // WHY: the checker says the same each time.
    const int times = arguments_.link == "checker" ? 1 : arguments_.repeat;
    for (int time = 0; time < times; ++time) {
      JudgeOptions options;
      options.by_checker = arguments_.link != "threads" && time == 0;
      options.on_real_threads = arguments_.link != "checker";
      options.runs = arguments_.runs;
      Verdict verdict = judge(unit, name, options);
      if (verdict.kind == Kind::accepted) continue;
      // WHY not for real threads: it need not happen twice.
      if (!verdict.on_real_threads) {
        built_.erase(unit.name);
        verdict = judge(with_names(unit), name, options);
      }
      complain(name, "expected accepted, got:\n" +
                         verdict_text(verdict, workspace_, Style{}));
      return;
    }
  }

  void complain(const std::string& answer, const std::string& what) {
    log_.complain(fmt::format("{}: {}{}{}\n", exercise_.label(), answer,
                              answer.empty() ? "" : ": ", what));
  }

  const Workspace& workspace_;
  const Exercise& exercise_;
  const DevCheckArguments& arguments_;
  CheckLog& log_;
  Tally tally_;
  Judge judge_;
  Answers answers_;
  std::set<std::string> built_;  // names of units whose programs are current
};

// Becomes the script that tries the checker by every compiler.
[[noreturn]] void try_all_compilers(const Workspace& workspace) {
  const auto script =
      workspace.root / "common/checker/all_compilers/all_compilers.sh";
  hand_over_to({"sh", script.string(), workspace.build.string()});
}

// WHY only ours: what has changed in a folder of one's own, git is not asked.
std::optional<Changes> changes_for_turns(const Workspace& workspace,
                                         const DevCheckArguments& arguments) {
  if (!arguments.turns || workspace.exercises != workspace.root / "exercises") {
    return std::nullopt;
  }
  return read_changes(workspace);
}

// "3 of 6 wrong answers, by commit 15532b7, and 2 right ones"
std::string answers_text(const Tally& tally,
                         const std::optional<Changes>& changes) {
  if (tally.wrong == tally.all_wrong) {
    return fmt::format("{} wrong and {} right answers", tally.wrong,
                       tally.right);
  }
  return fmt::format("{} of {} wrong answers, by commit {}, and {} right ones",
                     tally.wrong, tally.all_wrong, short_hash(changes->head),
                     tally.right);
}

}  // namespace

int dev_check_command(const DevCheckArguments& arguments) {
  const Workspace workspace = find_workspace();
  if (arguments.all_compilers) try_all_compilers(workspace);
  const auto exercises = choose(read_catalog(workspace), arguments.ids);
  const auto began = std::chrono::steady_clock::now();
  const auto changes = changes_for_turns(workspace, arguments);
  CheckLog log;
  side_by_side(exercises, log.work(), [&](const Exercise& exercise) {
    ExerciseCheck(workspace, exercise, arguments, changes, log).run();
  });
  const int complaints = log.tally().complaints + log.work().broken_off();
  const Tally& tally = log.tally();
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - began;
  fmt::print(
      "{} exercises, {}, {}, {:.0f} s: {}\n", tally.exercises,
      answers_text(tally, changes),
      arguments.link == "threads" ? "on real threads" : "in every execution",
      took.count(),
      complaints == 0 ? "all as expected"
                      : fmt::format("{} complaints", complaints));
  if (log.work().broken_off() > 0) return exit_code::kBroken;
  return complaints == 0 ? exit_code::kFine : exit_code::kRejected;
}

}  // namespace hb::runner
