// The explorer against the oracle, on random programs.

#include "checker/explorer/oracle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "checker/litmus/judge.hpp"
#include "checker/litmus/random_program.hpp"
#include "checker/litmus/reader.hpp"

namespace hb::checker {
namespace {

using litmus::Program;

constexpr int kPrograms = 3000;

std::uint64_t seed_of_run() {
  if (const char* given = std::getenv("HB_SEED")) {
    return std::strtoull(given, nullptr, 10);
  }
  return std::uint64_t(
      std::chrono::system_clock::now().time_since_epoch().count());
}

// The program with the oracle's answer.
Program answered(Program program, const OracleAnswer& answer) {
  program.states_outcomes = true;
  program.allowed = answer.outcomes;
  program.executions = answer.executions;
  program.race = answer.race;
  program.deadlock = answer.deadlock;
  return program;
}

bool has_queue(const Program& program) {
  return std::any_of(program.locations.begin(), program.locations.end(),
                     [](const litmus::Location& location) {
                       return location.sort == litmus::Sort::queue;
                     });
}

void compare_with(const Program& expected, const Settings& settings) {
  for (const std::string& difference : litmus::disagreements(
           expected, litmus::explore_program(expected, settings))) {
    ADD_FAILURE() << expected.name << ", " << settings.spurious
                  << " spurious wake-ups: the explorer: " << difference
                  << "\n  " << to_json_line(expected);
  }
}

// Returns the oracle's answer.
OracleAnswer compare(const Program& program, int spurious) {
  const OracleAnswer answer = ask_oracle(program, spurious);
  Settings settings = litmus::exhaustive_settings();
  settings.spurious = spurious;
  compare_with(answered(program, answer), settings);
  return answer;
}

TEST(Oracle, AgreesWithTheExplorerOnRandomPrograms) {
  const std::uint64_t seed = seed_of_run();
  std::printf("%d programs from seed %llu; HB_SEED=%llu repeats them\n",
              kPrograms, static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(seed));
  int races = 0;
  int deadlocks = 0;
  for (int i = 0; i < kPrograms && !HasFailure(); ++i) {
    const Program program = litmus::random_program(seed + std::uint64_t(i));
    const OracleAnswer answer = compare(program, 0);
    races += answer.race;
    deadlocks += answer.deadlock;
    // Where that does not take the oracle too long.
    if (has_queue(program) && answer.graphs < 500) compare(program, 1);
    if (HasFailure()) break;
    // The same, where every alternative goes on from a checkpoint.
    Settings settings = litmus::exhaustive_settings();
    settings.checkpoint_every = 1;
    compare_with(answered(program, answer), settings);
  }
  // Programs of every kind, or the comparison is worth little.
  if (!HasFailure()) {
    EXPECT_GT(races, kPrograms / 50);
    EXPECT_GT(deadlocks, kPrograms / 50);
    EXPECT_LT(races + deadlocks, kPrograms / 2);
  }
}

// With reductions there may be fewer executions, and nothing else may differ.
TEST(Oracle, AgreesWithTheExplorerAlsoWithReductions) {
  const std::uint64_t seed = seed_of_run();
  int fewer = 0;
  int queues = 0;
  for (std::uint64_t i = 0; queues < kPrograms / 4 && !HasFailure(); ++i) {
    const Program program = litmus::random_program(seed + i);
    if (!has_queue(program)) continue;
    ++queues;
    for (const int spurious : {0, 1}) {
      const OracleAnswer answer = ask_oracle(program, spurious);
      if (answer.graphs >= 500) break;
      Settings settings = litmus::exhaustive_settings();
      settings.spurious = spurious;
      settings.reductions = true;
      Program expected = answered(program, answer);
      const std::int64_t executions =
          litmus::explore_program(expected, settings).executions;
      EXPECT_LE(executions, answer.executions) << program.name;
      fewer += executions < answer.executions;
      expected.executions = executions;
      compare_with(expected, settings);
    }
  }
  EXPECT_GT(fewer, 0);
  std::printf("fewer executions in %d cases\n", fewer);
}

TEST(Oracle, FindsTheStatedAnswerOfEachLitmusProgram) {
  for (const Program& program :
       litmus::read_programs("common/checker/litmus/programs/litmus.jsonl")) {
    const OracleAnswer answer = ask_oracle(program);
    EXPECT_EQ(answer.race, program.race) << program.name;
    if (program.race) continue;
    EXPECT_EQ(answer.outcomes, program.allowed) << program.name;
    EXPECT_EQ(answer.executions, program.executions) << program.name;
  }
}

}  // namespace
}  // namespace hb::checker
