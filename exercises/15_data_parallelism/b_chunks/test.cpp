// Tests of 15b. What the bodies write is neither locked nor atomic: two threads
// with the same chunk race.

#include "15_data_parallelism/b_chunks/for_chunks.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <set>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::for_chunks;
using hb::Region;
using hb::Time;

// For each item the length of the chunk that it was in; a chunk beyond the
// items throws.
std::vector<int> chunks_of(std::size_t count, std::size_t size,
                           std::size_t threads) {
  std::vector<int> chunks(count);
  for_chunks(count, size, threads, [&](std::size_t begin, std::size_t end) {
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

TEST(Chunks, ASecondLoopBeginsAtTheStart) {
  explore([] {
    EXPECT_EQ(chunks_of(2, 1, 1), (std::vector<int>{1, 1}));
    EXPECT_EQ(chunks_of(2, 1, 1), (std::vector<int>{1, 1}));
  });
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

TEST(Chunks, CallsTheBodyFromNoMoreThreadsThanItMayUse) {
  explore([] {
    std::vector<std::thread::id> owners(3);
    for_chunks(3, 1, 2, [&](std::size_t begin, std::size_t) {
      owners[begin] = std::this_thread::get_id();
    });
    EXPECT_LE(std::set(owners.begin(), owners.end()).size(), 2u);
  });
}

// In idle time the clock moves only when every thread waits: three chunks of a
// second each take one second if three threads work on them.
TEST(Chunks, CallsItFromAsManyThreadsAsItMayUse) {
  explore(
      [] {
        const auto start = std::chrono::steady_clock::now();
        for_chunks(3, 1, 3, [](std::size_t, std::size_t) {
          std::this_thread::sleep_for(std::chrono::seconds(1));
        });
        EXPECT_EQ(std::chrono::steady_clock::now() - start,
                  std::chrono::seconds(1));
      },
      {.time = Time::idle});
}

}  // namespace
