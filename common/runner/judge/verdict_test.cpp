#include "runner/judge/verdict.hpp"

#include <gtest/gtest.h>

#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

TEST(Verdict, EveryKindHasANameThatLeadsBackToIt) {
  for (int i = 0; i <= static_cast<int>(Kind::hang); ++i) {
    const Kind kind = static_cast<Kind>(i);
    EXPECT_NE(name_of(kind), "unknown");
    EXPECT_EQ(kind_of(name_of(kind)), kind);
  }
}

TEST(Verdict, LeavesWithOneWhenRejectedAndFourWhenInconclusive) {
  Verdict verdict;
  EXPECT_EQ(verdict.exit_code(), exit_code::kFine);
  verdict.kind = Kind::race;
  EXPECT_EQ(verdict.exit_code(), exit_code::kRejected);
  verdict.kind = Kind::inconclusive;
  EXPECT_EQ(verdict.exit_code(), exit_code::kInconclusive);
}

TEST(Expectation, NamesAKindAndATest) {
  const auto expectation = parse_expectation("race in CountsAll");
  ASSERT_TRUE(expectation);
  EXPECT_EQ(expectation->kind, Kind::race);
  EXPECT_EQ(expectation->test, "CountsAll");
  EXPECT_EQ(expectation->text(), "race in CountsAll");
}

TEST(Expectation, OfABuildNamesNoTest) {
  EXPECT_TRUE(parse_expectation("build"));
  EXPECT_FALSE(parse_expectation("build in CountsAll"));
  EXPECT_FALSE(parse_expectation("race"));
}

TEST(Expectation, IsNeverAcceptance) {
  EXPECT_FALSE(parse_expectation("accepted in CountsAll"));
  EXPECT_FALSE(parse_expectation("slow in CountsAll"));
}

TEST(Expectation, OfADeadlockIsMetByAHang) {
  const auto expectation = parse_expectation("deadlock in Wakes");
  ASSERT_TRUE(expectation);
  EXPECT_TRUE(expectation->is_met_by(Kind::hang, "Wakes"));
  EXPECT_TRUE(expectation->is_met_by(Kind::deadlock, "Wakes"));
  EXPECT_FALSE(expectation->is_met_by(Kind::race, "Wakes"));
  EXPECT_FALSE(expectation->is_met_by(Kind::hang, "Counts"));
}

TEST(Expectation, OfARaceIsNotMetByAHang) {
  const auto expectation = parse_expectation("race in Wakes");
  ASSERT_TRUE(expectation);
  EXPECT_FALSE(expectation->is_met_by(Kind::hang, "Wakes"));
}

}  // namespace
}  // namespace hb::runner
