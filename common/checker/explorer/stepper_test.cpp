// Whoever takes every option at every step sees every outcome, and no other.

#include "checker/explorer/stepper.hpp"

#include <gtest/gtest.h>

#include <set>

#include "checker/litmus/interpreter.hpp"
#include "checker/litmus/judge.hpp"
#include "checker/litmus/reader.hpp"

namespace hb::checker {
namespace {

using litmus::LitmusSource;
using litmus::Outcome;
using litmus::Program;

std::vector<Program> corpus(const char* name) {
  return litmus::read_programs("common/checker/litmus/programs/" +
                               std::string(name));
}

// Depth first, each execution from its start.
class Walk {
 public:
  explicit Walk(const Program& program)
      : source_(program),
        stepper_(source_, litmus::exhaustive_settings()),
        observables_(observables_of(program)) {}

  // False if there are too many.
  bool run() {
    std::vector<ReplayStep> steps;
    return visit(steps);
  }
  const std::set<Outcome>& outcomes() const { return outcomes_; }
  bool deadlock() const { return deadlock_; }
  bool failure() const { return failure_; }

 private:
  static constexpr int kMost = 3'000;

  std::vector<Option> options_after(const std::vector<ReplayStep>& steps) {
    stepper_.start();
    for (const ReplayStep& step : steps) {
      EXPECT_TRUE(stepper_.take(step));
    }
    std::vector<Option> options;
    for (int t = 0; t < source_.thread_count(); ++t) {
      const auto more = stepper_.options(t);
      options.insert(options.end(), more.begin(), more.end());
    }
    return options;
  }

  bool visit(std::vector<ReplayStep>& steps) {
    if (++visited_ > kMost) return false;
    const std::vector<Option> options = options_after(steps);
    failure_ = failure_ || stepper_.has_failed();
    if (options.empty() && !stepper_.has_failed()) note_end();
    for (const Option& option : options) {
      steps.push_back(option.step);
      if (!visit(steps)) return false;
      steps.pop_back();
    }
    return true;
  }

  void note_end() {
    for (int t = 0; t < source_.thread_count(); ++t) {
      if (source_.request(t) == nullptr) continue;
      EXPECT_TRUE(stepper_.blocked(t).blocked);
      deadlock_ = true;
      return;
    }
    outcomes_.insert(source_.outcome(stepper_.graph(), observables_));
  }

  LitmusSource source_;
  Stepper stepper_;
  const std::vector<litmus::Observable> observables_;
  std::set<Outcome> outcomes_;
  bool deadlock_ = false;
  bool failure_ = false;
  int visited_ = 0;
};

TEST(Stepper, ReachesExactlyTheOutcomesThatAreAllowed) {
  int walked = 0;
  for (const Program& program : corpus("litmus.jsonl")) {
    if (program.race || program.executions > 30) continue;
    Walk walk(program);
    if (!walk.run()) continue;
    ++walked;
    EXPECT_EQ(walk.outcomes(), program.allowed) << program.name;
    EXPECT_FALSE(walk.failure()) << program.name;
  }
  EXPECT_GT(walked, 150);
}

TEST(Stepper, MeetsTheDeadlocksOfTheLockPrograms) {
  int walked = 0;
  for (const Program& program : corpus("locks.jsonl")) {
    if (program.race) continue;
    Walk walk(program);
    if (!walk.run()) continue;
    ++walked;
    EXPECT_EQ(walk.deadlock(), program.deadlock) << program.name;
    if (!program.states_outcomes) continue;
    EXPECT_EQ(walk.outcomes(), program.allowed) << program.name;
  }
  EXPECT_GT(walked, 20);
}

TEST(Stepper, TakesNoStepThatDoesNotFit) {
  const Program program = corpus("litmus.jsonl").front();
  LitmusSource source(program);
  Stepper stepper(source, litmus::exhaustive_settings());
  stepper.start();
  ReplayStep step;
  step.thread = 7;
  EXPECT_FALSE(stepper.take(step));
  step.thread = 0;
  step.choice = 3;
  step.source = 99;
  step.position = 99;
  EXPECT_FALSE(stepper.take(step));
}

}  // namespace
}  // namespace hb::checker
