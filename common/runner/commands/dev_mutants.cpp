// ./workbook dev mutants: do the tests notice small mistakes?
//
// Every mutant of a solution must be rejected by the checker, or be listed as a
// survivor, with a reason, in answers.toml.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <future>
#include <mutex>
#include <string>
#include <vector>

#include "runner/catalog/answers.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/mutants/chosen_exercises.hpp"
#include "runner/mutants/mutant_program.hpp"
#include "runner/mutants/survivors.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// Where the workers, one exercise each, say what they do and what came of it.
class MutantLog {
 public:
  void show(const std::string& stage) {
    const std::lock_guard lock(mutex_);
    line_.show(stage);
  }

  void say(const std::string& text) {
    const std::lock_guard lock(mutex_);
    line_.show("");
    fmt::print("{}", text);
    std::fflush(stdout);
  }

  void add(const SurvivorTally& more, std::size_t left_out) {
    const std::lock_guard lock(mutex_);
    tally_.add(more);
    ++exercises_;
    left_out_ += left_out;
  }

  // The exercise cannot be judged at all: the workbook is broken.
  void break_off(const std::string& what) {
    say(what);
    const std::lock_guard lock(mutex_);
    broken_ = true;
  }

  // After the workers are joined.
  const SurvivorTally& tally() const { return tally_; }
  int exercises() const { return exercises_; }
  std::size_t left_out() const { return left_out_; }
  bool broken() const { return broken_; }

 private:
  std::mutex mutex_;
  ProgressLine line_;  // guarded by mutex_, as all below
  SurvivorTally tally_;
  int exercises_ = 0;
  std::size_t left_out_ = 0;  // they do not compile
  bool broken_ = false;
};

// As little of the checker as tells a mutant from the answer.
JudgeOptions quick_judge() {
  JudgeOptions options;
  // WHY one: the workers share the processors already.
  options.checker.more = {"--processes=1"};
  return options;
}

std::string line_of(const Exercise& exercise, const MutantResult& result) {
  const Verdict& verdict = result.verdict;
  const std::string came_to =
      result.survives()
          ? fmt::format(
                "{}, {} executions",
                verdict.kind == Kind::accepted ? "SURVIVES" : "inconclusive",
                verdict.executions)
          : fmt::format("{} in {}", name_of(verdict.kind), verdict.test);
  return fmt::format("{}: {}: {} ({:.2f} s)\n", exercise.label(),
                     result.mutant.name, came_to, verdict.seconds);
}

void test_mutants_of(const Workspace& workspace, const Exercise& exercise,
                     bool verbose, MutantLog& log) {
  const Answers answers = read_answers(workspace, exercise);
  MutantProgram program(workspace, exercise, "mutants");
  log.show(exercise.label() + ": building all mutants");
  program.build(read_solution(workspace, exercise));
  const Verdict solution = program.judge(0, quick_judge());
  if (solution.kind != Kind::accepted) {
    log.break_off(fmt::format("{}: no mutant, and rejected: {} in {}\n",
                              exercise.label(), name_of(solution.kind),
                              solution.test));
    return;
  }
  std::vector<MutantResult> results;
  for (const Mutant& mutant : program.mutants()) {
    log.show(fmt::format("{}: {} of {}, {}", exercise.label(),
                         results.size() + 1, program.mutants().size(),
                         mutant.name));
    results.push_back({mutant, program.judge(mutant.number, quick_judge())});
    if (verbose) log.say(line_of(exercise, results.back()));
  }
  const SurvivorTally tally = check_survivors(results, answers.survivors);
  for (const std::string& complaint : tally.complaints) {
    log.say(exercise.label() + ": " + complaint + "\n");
  }
  for (const std::string& name : program.left_out()) {
    log.say(exercise.label() + ": left out, does not compile: " + name + "\n");
  }
  log.add(tally, program.left_out().size());
}

void test_until_none_is_left(const Workspace& workspace,
                             const std::vector<Exercise>& exercises,
                             std::atomic<std::size_t>& next, bool verbose,
                             MutantLog& log) {
  for (;;) {
    // WHY relaxed: the number is all that the workers share.
    const std::size_t i = next.fetch_add(1, std::memory_order_relaxed);
    if (i >= exercises.size()) return;
    try {
      test_mutants_of(workspace, exercises[i], verbose, log);
    } catch (const UserError& error) {
      log.break_off(exercises[i].label() + ": " + error.message());
    }
  }
}

// Only code can be mutated.
std::vector<Exercise> code_of(std::vector<Exercise> exercises) {
  std::erase_if(exercises, [](const Exercise& exercise) {
    return exercise.kind != ExerciseKind::code;
  });
  return exercises;
}

ChosenExercises choose_exercises(const Workspace& workspace,
                                 const DevMutantsArguments& arguments) {
  const Catalog catalog = read_catalog(workspace);
  const auto named = code_of(choose(catalog, arguments.ids));
  if (!arguments.ids.empty()) return {named, "as you say"};
  if (arguments.all) return {named, "all"};
  return choose_for_mutants(workspace, named);
}

void print_chosen(const ChosenExercises& chosen) {
  std::vector<std::string> numbers;
  for (const Exercise& exercise : chosen.exercises) {
    numbers.push_back(exercise.number);
  }
  fmt::print("mutants of {} exercises ({}): {}\n", chosen.exercises.size(),
             chosen.why, fmt::join(numbers, " "));
  std::fflush(stdout);
}

int print_summary(const MutantLog& log, std::chrono::duration<double> took) {
  const SurvivorTally& tally = log.tally();
  fmt::print(
      "{} exercises, {} mutants, {} killed; survivors: {} equivalent, {} cost "
      "more, {} untested, {} not listed; {} left out; {:.0f} s: {}\n",
      log.exercises(), tally.mutants, tally.killed, tally.equivalent,
      tally.costs, tally.untested, tally.unlisted, log.left_out(), took.count(),
      tally.complaints.empty()
          ? "as expected"
          : fmt::format("{} complaints", tally.complaints.size()));
  if (log.broken()) return exit_code::kBroken;
  return tally.complaints.empty() ? exit_code::kFine : exit_code::kRejected;
}

}  // namespace

int dev_mutants_command(const DevMutantsArguments& arguments) {
  const Workspace workspace = find_workspace();
  const auto began = std::chrono::steady_clock::now();
  const ChosenExercises chosen = choose_exercises(workspace, arguments);
  print_chosen(chosen);
  MutantLog log;
  {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      test_until_none_is_left(workspace, chosen.exercises, next,
                              arguments.verbose, log);
    };
    // The futures carry what a worker throws, Stopped above all.
    auto first = std::async(std::launch::async, work);
    auto second = std::async(std::launch::async, work);
    first.get();
    second.get();
  }
  return print_summary(log, std::chrono::steady_clock::now() - began);
}

}  // namespace hb::runner
