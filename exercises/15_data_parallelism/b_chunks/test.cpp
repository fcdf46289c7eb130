// Tests of 15b. What the bodies write is neither locked nor atomic: two threads
// with the same chunk race.

#include "15_data_parallelism/b_chunks/for_chunks.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <set>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::for_chunks;
using hb::Outcomes;
using hb::Region;

// For each item the length of the chunk that it was in; a longer chunk than the
// items allow fails.
std::vector<int> chunks_of(std::size_t count, std::size_t size,
                           std::size_t threads) {
  std::vector<int> chunks(count);
  for_chunks(count, size, threads, [&](std::size_t begin, std::size_t end) {
    EXPECT_LE(end, count);
    for (std::size_t i = begin; i < end; ++i) {
      chunks.at(i) += static_cast<int>(end - begin);
    }
  });
  return chunks;
}

TEST(Chunks, HandsOutEachItemOnce) {
  explore([] {
    EXPECT_EQ(chunks_of(4, 2, 2), (std::vector<int>{2, 2, 2, 2}));
  });
}

TEST(Chunks, TheLastChunkIsWhatIsLeft) {
  explore([] { EXPECT_EQ(chunks_of(3, 2, 2), (std::vector<int>{2, 2, 1})); });
}

TEST(Chunks, OneChunkMayBeAll) {
  explore([] { EXPECT_EQ(chunks_of(2, 100, 2), (std::vector<int>{2, 2})); });
}

TEST(Chunks, MayHaveNothingToDo) {
  explore([] {
    int calls = 0;
    for_chunks(0, 2, 2, [&](std::size_t, std::size_t) { ++calls; });
    EXPECT_EQ(calls, 0);
  });
}

TEST(Chunks, WorksOnTwoAtOnce) {
  explore(
      [] {
        for_chunks(2, 1, 2,
                   [](std::size_t, std::size_t) { Region body("body"); });
      },
      {.can_overlap = {{"body", "body"}}});
}

// The first chunk is not done before both others are.
TEST(Chunks, ABusyThreadHoldsUpNobody) {
  explore([] {
    std::atomic<int> others = 0;
    for_chunks(3, 1, 2, [&](std::size_t begin, std::size_t) {
      if (begin > 0) {
        ++others;
        others.notify_all();
        return;
      }
      for (int n = others; n < 2; n = others) others.wait(n);
    });
  });
}

// Who called the body for three chunks of one item each.
std::set<std::thread::id> owners_with(std::size_t threads) {
  std::vector<std::thread::id> owners(3);
  for_chunks(3, 1, threads, [&](std::size_t begin, std::size_t) {
    owners[begin] = std::this_thread::get_id();
  });
  return {owners.begin(), owners.end()};
}

TEST(Chunks, CallsTheBodyFromNoMoreThreadsThanItMayUse) {
  explore([] { EXPECT_LE(owners_with(2).size(), 2u); });
}

// Of three threads one may do it all, and each may do its part.
TEST(Chunks, CallsItFromAsManyThreadsAsItMayUse) {
  Outcomes sizes{{1}, {2}, {3}};
  const auto number = [](std::size_t n) { return static_cast<long long>(n); };
  explore([&] { sizes.record({number(owners_with(3).size())}); },
          {.outcomes = &sizes});
}

}  // namespace
