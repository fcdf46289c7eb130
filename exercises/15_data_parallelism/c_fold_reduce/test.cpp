// Tests of 15c: what one thread gets from the first item to the last is what
// any number of threads must get.

#include "15_data_parallelism/c_fold_reduce/fold_reduce.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "checker/explore.hpp"

namespace {

using hb::average;
using hb::explore;
using hb::fold_reduce;
using hb::Region;

constexpr std::array<int, 3> kPages = {7, 1, 1};

int sum_of(std::span<const int> items, std::size_t threads, int start) {
  return fold_reduce(
      items, threads, start, [](int& total, int item) { total += item; },
      [](int& total, int later) { total += later; });
}

// Digits in the order of the items: merging two such texts is associative, and
// not commutative.
std::string text_of(std::span<const int> items, std::size_t threads) {
  return fold_reduce(
      items, threads, std::string(),
      [](std::string& total, int item) { total += std::to_string(item); },
      [](std::string& total, const std::string& later) { total += later; });
}

TEST(FoldReduce, SumsUp) {
  explore([] { EXPECT_EQ(sum_of(kPages, 2, 0), 9); });
}

TEST(FoldReduce, CountsEachKind) {
  explore([] {
    using Counts = std::map<int, int>;
    const Counts counts = fold_reduce(
        kPages, 2, Counts(), [](Counts& total, int item) { ++total[item]; },
        [](Counts& total, const Counts& later) {
          for (const auto& [item, count] : later) total[item] += count;
        });
    EXPECT_EQ(counts, (Counts{{1, 2}, {7, 1}}));
  });
}

TEST(FoldReduce, CollectsEachKindOnce) {
  explore([] {
    using Kinds = std::set<int>;
    const Kinds kinds = fold_reduce(
        kPages, 2, Kinds(), [](Kinds& total, int item) { total.insert(item); },
        [](Kinds& total, Kinds later) { total.merge(later); });
    EXPECT_EQ(kinds, (Kinds{1, 7}));
  });
}

TEST(FoldReduce, GroupsInTheOrderOfTheItems) {
  explore([] { EXPECT_EQ(text_of(std::array{1, 2, 3, 4}, 2), "1234"); });
}

TEST(FoldReduce, GivesThreeThreadsWhatOneGets) {
  explore([] { EXPECT_EQ(text_of(std::array{1, 2, 3, 4, 5}, 3), "12345"); });
}

TEST(FoldReduce, CountsTheStartOnce) {
  explore([] { EXPECT_EQ(sum_of(kPages, 2, 100), 109); });
}

TEST(FoldReduce, NothingIsTheStart) {
  explore([] { EXPECT_EQ(sum_of({}, 2, 100), 100); });
}

TEST(FoldReduce, AveragesTheSameWithAnyNumberOfThreads) {
  explore([] {
    EXPECT_EQ(average(kPages, 1), 3);
    EXPECT_EQ(average(kPages, 2), 3);
  });
}

TEST(FoldReduce, FoldsTwoItemsAtOnce) {
  explore(
      [] {
        fold_reduce(
            kPages, 2, 0, [](int&, int) { Region fold("fold"); },
            [](int&, int) {});
      },
      {.can_overlap = {{"fold", "fold"}}});
}

TEST(FoldReduce, MergesOnceForEachThread) {
  explore([] {
    std::atomic<int> merged = 0;
    fold_reduce(
        kPages, 2, 0, [](int&, int) {}, [&](int&, int) { ++merged; });
    EXPECT_LE(merged, 2);
  });
}

}  // namespace
