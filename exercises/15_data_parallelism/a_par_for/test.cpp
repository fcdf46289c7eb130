// Tests of 15a. What the bodies write is neither locked nor atomic: who calls a
// body twice, or returns too early, races.

#include "15_data_parallelism/a_par_for/par_for.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::par_for;
using hb::Region;

// How often the body was called for each index; the last is for all that are
// beyond the end.
std::vector<int> calls_of(std::size_t count, std::size_t threads) {
  std::vector<int> calls(count + 1);
  par_for(count, threads, [&](std::size_t i) { ++calls[std::min(i, count)]; });
  return calls;
}

// Who called the body for each index.
std::vector<std::thread::id> owners_of(std::size_t count, std::size_t threads) {
  std::vector<std::thread::id> owners(count);
  par_for(count, threads,
          [&](std::size_t i) { owners.at(i) = std::this_thread::get_id(); });
  return owners;
}

TEST(ParFor, CallsTheBodyOnceForEachIndex) {
  explore([] { EXPECT_EQ(calls_of(4, 2), (std::vector<int>{1, 1, 1, 1, 0})); });
}

TEST(ParFor, LosesNothingWhereTheDivisionHasARest) {
  explore([] {
    EXPECT_EQ(calls_of(5, 3), (std::vector<int>{1, 1, 1, 1, 1, 0}));
  });
}

TEST(ParFor, MayHaveMoreThreadsThanIndices) {
  explore([] { EXPECT_EQ(calls_of(2, 3), (std::vector<int>{1, 1, 0})); });
}

TEST(ParFor, MayHaveNothingToDo) {
  explore([] { EXPECT_EQ(calls_of(0, 2).back(), 0); });
}

TEST(ParFor, WorksOnTwoStretchesAtOnce) {
  explore([] { par_for(2, 2, [](std::size_t) { Region body("body"); }); },
          {.can_overlap = {{"body", "body"}}});
}

TEST(ParFor, CallsTheBodyFromNoMoreThreadsThanItMayUse) {
  explore([] {
    const auto owners = owners_of(4, 2);
    EXPECT_LE(std::set(owners.begin(), owners.end()).size(), 2u);
  });
}

TEST(ParFor, GivesEachThreadOneStretch) {
  explore([] {
    const auto owners = owners_of(4, 2);
    EXPECT_EQ(owners[0], owners[1]);
    EXPECT_EQ(owners[2], owners[3]);
  });
}

// Four among three: 2, 1 and 1. Rounded up it would be 2, 2 and 0.
TEST(ParFor, LeavesNoThreadWithoutAStretch) {
  explore([] {
    const auto owners = owners_of(4, 3);
    EXPECT_EQ(std::set(owners.begin(), owners.end()).size(), 3u);
  });
}

// Five among three: 2, 2 and 1. With the rest for the last it would be 1, 1, 3.
TEST(ParFor, MakesNoStretchLongerByTwo) {
  explore([] {
    const auto owners = owners_of(5, 3);
    for (const std::thread::id owner : owners) {
      EXPECT_LE(std::ranges::count(owners, owner), 2);
    }
  });
}

}  // namespace
