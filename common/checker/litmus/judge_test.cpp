#include "checker/litmus/judge.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "checker/litmus/reader.hpp"

namespace hb::checker::litmus {
namespace {

std::vector<Program> corpus(const std::string& name) {
  return read_programs("common/checker/litmus/programs/" + name + ".jsonl");
}

struct Work {
  std::int64_t executions = 0;
  std::int64_t replays = 0;
};

Work expect_all_right(const std::vector<Program>& programs) {
  Work work;
  for (const Program& program : programs) {
    const Finding finding = explore_program(program);
    for (const std::string& difference : disagreements(program, finding)) {
      ADD_FAILURE() << program.place << ": " << program.name << ": "
                    << difference;
    }
    if (finding.race) continue;
    work.executions += finding.executions;
    work.replays += finding.replays;
  }
  return work;
}

TEST(LitmusJudge, FindsTheStatedAnswerOfEachLitmusProgram) {
  const std::vector<Program> programs = corpus("litmus");
  ASSERT_EQ(programs.size(), 469u);
  const Work work = expect_all_right(programs);
  // An optimal explorer wastes nothing here.
  EXPECT_LE(double(work.replays), 1.1 * double(work.executions));
}

TEST(LitmusJudge, FindsTheStatedAnswerOfEachLockProgram) {
  const std::vector<Program> programs = corpus("locks");
  ASSERT_EQ(programs.size(), 151u);
  expect_all_right(programs);
}

TEST(LitmusJudge, HoldsEveryGraphOfTheCorporaAgainstTheAxioms) {
  Settings settings = exhaustive_settings();
  settings.self_check = true;
  for (const char* name : {"litmus", "locks"}) {
    for (const Program& program : corpus(name)) {
      const auto wrong =
          disagreements(program, explore_program(program, settings));
      EXPECT_TRUE(wrong.empty()) << program.name << ": " << wrong.front();
    }
  }
}

Program find(const std::vector<Program>& programs, const std::string& name) {
  const auto found =
      std::find_if(programs.begin(), programs.end(),
                   [&](const Program& p) { return p.name == name; });
  if (found == programs.end()) throw std::runtime_error("no " + name);
  return *found;
}

std::vector<std::string> judged(const Program& program) {
  return disagreements(program, explore_program(program));
}

TEST(LitmusJudge, NoticesADamagedCount) {
  Program program = find(corpus("litmus"), "MP+rlx+rlx");
  EXPECT_TRUE(judged(program).empty());
  program.executions = 5;
  EXPECT_EQ(judged(program), std::vector<std::string>{"4 executions, not 5"});
}

TEST(LitmusJudge, NoticesADamagedOutcome) {
  Program program = find(corpus("litmus"), "MP+rlx+rlx");
  Outcome outcome = *program.allowed.begin();
  program.allowed.erase(outcome);
  outcome["x"] = 2;
  program.allowed.insert(outcome);
  EXPECT_EQ(judged(program),
            (std::vector<std::string>{
                "1 outcome never seen: 1:r0=0 1:r1=0 x=2 y=1",
                "1 outcome not allowed: 1:r0=0 1:r1=0 x=1 y=1"}));
}

TEST(LitmusJudge, NoticesADamagedVerdict) {
  Program program = find(corpus("litmus"), "MPna+rlx+rlx");
  ASSERT_TRUE(program.race);
  program.race = false;
  EXPECT_EQ(judged(program), std::vector<std::string>{"a data race was found"});
  program = find(corpus("litmus"), "MP+rlx+rlx");
  program.race = true;
  EXPECT_EQ(judged(program),
            std::vector<std::string>{"no data race was found"});
  for (Program lock_program : corpus("locks")) {
    lock_program.deadlock = !lock_program.deadlock;
    ASSERT_EQ(judged(lock_program).size(), 1u) << lock_program.name;
  }
}

TEST(LitmusJudge, NeverCallsAnUnfinishedExplorationRight) {
  Program program = find(corpus("litmus"), "MP+rlx+rlx");
  program.executions = 2;
  Settings settings = exhaustive_settings();
  settings.max_executions = 2;
  EXPECT_EQ(disagreements(program, explore_program(program, settings)),
            std::vector<std::string>{
                "not finished: the limit of 2 executions was hit"});
}

}  // namespace
}  // namespace hb::checker::litmus
