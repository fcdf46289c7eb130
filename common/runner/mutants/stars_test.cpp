#include "runner/mutants/stars.hpp"

#include <gtest/gtest.h>

namespace hb::runner {
namespace {

MutantResult weaker(int line, const std::string& order, Kind kind) {
  MutantResult result;
  result.mutant.change = Mutant::Change::weaker_order;
  result.mutant.file = "x.hpp";
  result.mutant.line = line;
  result.mutant.order = order;
  result.verdict.kind = kind;
  result.verdict.executions = 9;
  return result;
}

MutantResult unlocked(int line, Kind kind) {
  MutantResult result = weaker(line, "", kind);
  result.mutant.change = Mutant::Change::lock_dropped;
  return result;
}

using Lines = std::vector<std::string>;

TEST(Stars, SayWhatCouldBeWeaker) {
  EXPECT_EQ(star_lines({weaker(20, "acquire", Kind::race),
                        weaker(14, "relaxed", Kind::accepted)},
                       2, false),
            Lines{"line 14 could be weaker: relaxed passes all 9 executions "
                  "too"});
}

TEST(Stars, SayWhichLockIsNotNeeded) {
  EXPECT_EQ(star_lines({unlocked(7, Kind::accepted)}, 1, true),
            Lines{"one lock more than needed: without that of x.hpp:7, all 9 "
                  "executions pass too"});
}

TEST(Stars, SayThatNothingIsTooMuch) {
  EXPECT_EQ(
      star_lines({weaker(1, "relaxed", Kind::race), unlocked(2, Kind::failure)},
                 2, false),
      Lines{"no order could be weaker, no lock is more than needed"});
  EXPECT_EQ(star_lines({unlocked(2, Kind::failure)}, 1, false),
            Lines{"no lock is more than needed"});
  EXPECT_EQ(star_lines({}, 0, false), Lines{});
}

TEST(Stars, ClaimNothingWhenTheTimeIsUp) {
  EXPECT_EQ(star_lines({weaker(1, "relaxed", Kind::race)}, 3, false),
            Lines{"there was time for 1 of 3 places"});
}

TEST(Stars, AreAFewLines) {
  std::vector<MutantResult> results;
  for (int line = 1; line <= 9; ++line) {
    results.push_back(weaker(line, "relaxed", Kind::accepted));
  }
  const Lines lines = star_lines(results, 9, false);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines.back(), "and 5 more like these");
}

}  // namespace
}  // namespace hb::runner
