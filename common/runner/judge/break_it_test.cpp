#include "runner/judge/break_it.hpp"

#include <gtest/gtest.h>

namespace hb::runner {
namespace {

const Level kEndsInDeadlock = {"Ends", "deadlock", 4};

StepState state_with(const std::string& kind, std::size_t steps) {
  StepState state;
  state.finding.kind = kind;
  state.moves.resize(steps);
  return state;
}

TEST(BreakIt, IsWonByTheGoalWithinTheSteps) {
  const LevelResult result =
      judge_steps(state_with("deadlock", 4), kEndsInDeadlock);
  EXPECT_TRUE(result.won);
  EXPECT_EQ(result.message, "a deadlock in 4 steps");
}

TEST(BreakIt, IsNotWonByTooManySteps) {
  const LevelResult result =
      judge_steps(state_with("deadlock", 5), kEndsInDeadlock);
  EXPECT_FALSE(result.won);
  EXPECT_EQ(result.message,
            "A deadlock in 5 steps, and at most 4 are allowed.");
}

TEST(BreakIt, IsNotWonByAnotherDefect) {
  const LevelResult result =
      judge_steps(state_with("race", 2), kEndsInDeadlock);
  EXPECT_FALSE(result.won);
  EXPECT_EQ(result.message,
            "That is a data race, and not what this level is about.");
}

TEST(BreakIt, IsNotWonWhereNothingGoesWrong) {
  StepState state = state_with("", 1);
  EXPECT_EQ(judge_steps(state, kEndsInDeadlock).message,
            "After 1 step, nothing has gone wrong yet.");
  state.over = true;
  EXPECT_EQ(judge_steps(state, kEndsInDeadlock).message,
            "After 1 step, nothing has gone wrong: this execution has come to "
            "its end.");
}

TEST(BreakIt, TakesTheWordSafeForASafeLevelOnly) {
  EXPECT_FALSE(judge_safe(kEndsInDeadlock).won);
  EXPECT_TRUE(judge_safe({"Holds", "safe", 4}).won);
}

TEST(Breaks, AreALineALevel) {
  const auto answers = read_breaks(
      "# a comment\n\nEnds   main there:1 back  # first\nHolds safe\n"
      "Other cw1:7k2m\nLast ?\nBare\n");
  ASSERT_EQ(answers.size(), 5u);
  EXPECT_EQ(answers[0].level, "Ends");
  EXPECT_EQ(answers[0].text, "main there:1 back");
  EXPECT_EQ(answers[0].line, 3);
  EXPECT_TRUE(answers[1].is_safe());
  EXPECT_EQ(answers[2].text, "cw1:7k2m");
  EXPECT_EQ(answers[3].text, "");
  EXPECT_EQ(answers[4].text, "");
}

TEST(Breaks, KeepTheRestOfTheFileWhenOneIsWritten) {
  const std::string file = "# head\nEnds    ?\nHolds   ?\n";
  EXPECT_EQ(with_break(file, "Ends", "main back"),
            "# head\nEnds    main back\nHolds   ?\n");
  EXPECT_EQ(with_break(file, "New", "safe"), file + "New  safe\n");
  EXPECT_EQ(with_break("Ends\n", "Ends", "safe"), "Ends  safe\n");
}

TEST(Breaks, NameThreadsWhereTheirNamesAreWords) {
  StepState state;
  state.threads.resize(2);
  state.threads[0].name = "main";
  state.threads[1].number = 3;
  state.threads[1].name = "worker 1";
  state.moves = {{0, 0}, {3, 0}, {0, 2}};
  EXPECT_EQ(schedule_of(state), "main 3 main:2");
}

}  // namespace
}  // namespace hb::runner
