// ./workbook dev mutants: do the tests notice small mistakes?
//
// Every mutant of a solution must be rejected by the checker, or be listed as a
// survivor, with a reason, in answers.toml.

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>
#include <vector>

#include "runner/catalog/answers.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/commands/side_by_side.hpp"
#include "runner/mutants/chosen_exercises.hpp"
#include "runner/mutants/mutant_program.hpp"
#include "runner/mutants/survivors.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// What came of all exercises.
class MutantTally {
 public:
  void add(const SurvivorTally& more, std::size_t left_out) {
    const std::lock_guard lock(mutex_);
    tally_.add(more);
    ++exercises_;
    left_out_ += left_out;
  }

  // After the workers are joined.
  const SurvivorTally& tally() const { return tally_; }
  int exercises() const { return exercises_; }
  std::size_t left_out() const { return left_out_; }

 private:
  std::mutex mutex_;
  SurvivorTally tally_;       // guarded by mutex_
  int exercises_ = 0;         // guarded by mutex_
  std::size_t left_out_ = 0;  // guarded by mutex_; they do not compile
};

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

// What the dearest thread of a test costs: the smallest budget that it keeps.
int measured_costs(MutantProgram& program, int number, const CostClaim& claim) {
  constexpr int kMost = 100;
  for (int most = 0; most < kMost; ++most) {
    JudgeOptions options;
    options.only_test = claim.test;
    options.checker.more = {
        fmt::format("--thread-budget={}:{}", claim.what, most)};
    if (program.judge(number, options).kind != Kind::over_budget) return most;
  }
  return kMost;
}

// A survivor that costs more must cost what is said, and one that is equivalent
// must also pass with one more spurious wake-up than the bound.
std::string check_reason(MutantProgram& program, const Survivor& survivor,
                         int number) {
  if (survivor.reason == Survivor::Reason::equivalent) {
    JudgeOptions options;
    options.checker.more = {"--default-spurious=2"};
    const Verdict verdict = program.judge(number, options);
    if (verdict.kind == Kind::accepted) return "";
    return fmt::format("not equivalent, {} with two spurious wake-ups",
                       name_of(verdict.kind));
  }
  if (survivor.reason != Survivor::Reason::costs) return "";
  const auto claim = parse_costs(survivor.costs);
  if (!claim) {
    return "its costs are not of the form `waits 1 -> 2 in TEST`";
  }
  const int of_solution = measured_costs(program, 0, *claim);
  const int of_mutant = measured_costs(program, number, *claim);
  if (of_solution == claim->of_solution && of_mutant == claim->of_mutant) {
    return "";
  }
  return fmt::format("its costs are `{} {} -> {} in {}`", claim->what,
                     of_solution, of_mutant, claim->test);
}

void check_reasons(MutantProgram& program, const Answers& answers,
                   const std::vector<MutantResult>& results,
                   SurvivorTally& tally) {
  for (const Survivor& survivor : answers.survivors) {
    for (const MutantResult& result : results) {
      if (result.mutant.name != survivor.mutant || !result.survives()) continue;
      const std::string wrong =
          check_reason(program, survivor, result.mutant.number);
      if (wrong.empty()) continue;
      tally.complaints.push_back(survivor.mutant + ": " + wrong);
    }
  }
}

void test_mutants_of(const Workspace& workspace, const Exercise& exercise,
                     bool verbose, WorkLog& log, MutantTally& all) {
  const Answers answers = read_answers(workspace, exercise);
  MutantProgram program(workspace, exercise, "mutants");
  log.show(exercise.label() + ": building all mutants");
  program.build(read_solution(workspace, exercise));
  const Verdict solution = program.judge(0);
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
    results.push_back({mutant, program.judge(mutant.number)});
    if (verbose) log.say(line_of(exercise, results.back()));
  }
  SurvivorTally tally = check_survivors(results, answers.survivors);
  check_reasons(program, answers, results, tally);
  for (const std::string& complaint : tally.complaints) {
    log.say(exercise.label() + ": " + complaint + "\n");
  }
  for (const std::string& name : program.left_out()) {
    log.say(exercise.label() + ": left out, does not compile: " + name + "\n");
  }
  all.add(tally, program.left_out().size());
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

void print_summary(const MutantTally& all, std::chrono::duration<double> took) {
  const SurvivorTally& tally = all.tally();
  fmt::print(
      "{} exercises, {} mutants, {} killed; survivors: {} equivalent, {} cost "
      "more, {} untested, {} not listed; {} left out; {:.0f} s: {}\n",
      all.exercises(), tally.mutants, tally.killed, tally.equivalent,
      tally.costs, tally.untested, tally.unlisted, all.left_out(), took.count(),
      tally.complaints.empty()
          ? "as expected"
          : fmt::format("{} complaints", tally.complaints.size()));
}

}  // namespace

int dev_mutants_command(const DevMutantsArguments& arguments) {
  const Workspace workspace = find_workspace();
  const auto began = std::chrono::steady_clock::now();
  const ChosenExercises chosen = choose_exercises(workspace, arguments);
  print_chosen(chosen);
  WorkLog log;
  MutantTally all;
  side_by_side(chosen.exercises, log, [&](const Exercise& exercise) {
    test_mutants_of(workspace, exercise, arguments.verbose, log, all);
  });
  print_summary(all, std::chrono::steady_clock::now() - began);
  if (log.broken_off() > 0) return exit_code::kBroken;
  return all.tally().complaints.empty() ? exit_code::kFine
                                        : exit_code::kRejected;
}

}  // namespace hb::runner
