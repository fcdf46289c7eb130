// Sampling shows executions that are possible, and nothing else.

#include <gtest/gtest.h>

#include <algorithm>

#include "checker/litmus/judge.hpp"
#include "checker/litmus/reader.hpp"

namespace hb::checker {
namespace {

using litmus::Finding;
using litmus::Program;

std::vector<Program> corpus(const char* name) {
  return litmus::read_programs("common/checker/litmus/programs/" +
                               std::string(name));
}

TEST(Sampling, ShowsOnlyOutcomesThatAreAllowed) {
  for (const Program& program : corpus("litmus.jsonl")) {
    if (program.race) continue;
    const Finding finding = litmus::sample_program(program, 300, 1);
    EXPECT_FALSE(finding.race) << program.name;
    EXPECT_TRUE(std::includes(program.allowed.begin(), program.allowed.end(),
                              finding.outcomes.begin(), finding.outcomes.end()))
        << program.name;
  }
}

TEST(Sampling, ReachesEveryOutcomeOfTwoThreads) {
  for (const Program& program : corpus("litmus.jsonl")) {
    if (program.race || program.threads.size() > 2) continue;
    const Finding finding = litmus::sample_program(program, 2000, 2);
    EXPECT_EQ(finding.outcomes, program.allowed) << program.name;
  }
}

TEST(Sampling, MeetsTheDeadlocksOfTheLockPrograms) {
  for (const Program& program : corpus("locks.jsonl")) {
    const Finding finding = litmus::sample_program(program, 2000, 3);
    EXPECT_EQ(finding.deadlock, program.deadlock) << program.name;
  }
}

TEST(Sampling, IsTheSameForTheSameSeed) {
  const Program program = corpus("litmus.jsonl").front();
  EXPECT_EQ(litmus::sample_program(program, 50, 7).outcomes,
            litmus::sample_program(program, 50, 7).outcomes);
}

}  // namespace
}  // namespace hb::checker
