#include "runner/mutants/survivors.hpp"

#include <gtest/gtest.h>

namespace hb::runner {
namespace {

MutantResult result(const std::string& name, Kind kind) {
  MutantResult result;
  result.mutant.name = name;
  result.verdict.kind = kind;
  result.verdict.test = "T";
  return result;
}

Survivor survivor(const std::string& name, Survivor::Reason reason) {
  return {name, reason, "note", ""};
}

TEST(Survivors, AreFineWhenTheyAreListed) {
  const auto tally =
      check_survivors({result("a", Kind::race), result("b", Kind::accepted),
                       result("c", Kind::accepted)},
                      {survivor("b", Survivor::Reason::equivalent),
                       survivor("c", Survivor::Reason::untested)});
  EXPECT_EQ(tally.mutants, 3);
  EXPECT_EQ(tally.killed, 1);
  EXPECT_EQ(tally.equivalent, 1);
  EXPECT_EQ(tally.untested, 1);
  EXPECT_TRUE(tally.complaints.empty());
}

TEST(Survivors, AreAComplaintWhenNobodyListsThem) {
  const auto tally = check_survivors(
      {result("a", Kind::accepted), result("b", Kind::inconclusive)}, {});
  EXPECT_EQ(tally.unlisted, 2);
  EXPECT_EQ(tally.complaints.size(), 2u);
}

TEST(Survivors, AreAComplaintWhenTheyAreRejectedOrGone) {
  const auto tally =
      check_survivors({result("a", Kind::deadlock)},
                      {survivor("a", Survivor::Reason::equivalent),
                       survivor("gone", Survivor::Reason::equivalent)});
  ASSERT_EQ(tally.complaints.size(), 2u);
  EXPECT_NE(tally.complaints[0].find("rejected (deadlock in T): a"),
            std::string::npos);
  EXPECT_NE(tally.complaints[1].find("no mutant has this name: gone"),
            std::string::npos);
}

TEST(Survivors, ClaimWhatTheyCost) {
  const auto claim = parse_costs("waits 1 -> 2 in WakesOne");
  ASSERT_TRUE(claim);
  EXPECT_EQ(claim->what, "waits");
  EXPECT_EQ(claim->of_solution, 1);
  EXPECT_EQ(claim->of_mutant, 2);
  EXPECT_EQ(claim->test, "WakesOne");
  EXPECT_FALSE(parse_costs("waits 2 -> 2 in WakesOne"));
  EXPECT_FALSE(parse_costs("naps 1 -> 2 in WakesOne"));
  EXPECT_FALSE(parse_costs("waits 1 -> 2"));
}

}  // namespace
}  // namespace hb::runner
