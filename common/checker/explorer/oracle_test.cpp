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

// Returns the oracle's answer.
OracleAnswer compare(const Program& program, int spurious) {
  const OracleAnswer answer = ask_oracle(program, spurious);
  const Program expected = answered(program, answer);
  Settings settings = litmus::exhaustive_settings();
  settings.spurious = spurious;
  for (const std::string& difference : litmus::disagreements(
           expected, litmus::explore_program(expected, settings))) {
    ADD_FAILURE() << program.name << ", " << spurious
                  << " spurious wake-ups: the explorer: " << difference
                  << "\n  " << to_json_line(expected);
  }
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
    if (has_queue(program)) compare(program, 1);
  }
  // Programs of every kind, or the comparison is worth little.
  if (!HasFailure()) {
    EXPECT_GT(races, kPrograms / 50);
    EXPECT_GT(deadlocks, kPrograms / 50);
    EXPECT_LT(races + deadlocks, kPrograms / 2);
  }
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
