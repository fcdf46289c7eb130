// Tests of 12d: what each of the five operations is relied on for.

#include "12_atomic_ordering/d_weakest_that_passes/batch.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::Batch;
using hb::explore;

TEST(WeakestThatPasses, GivesEachJobToOneWorker) {
  explore([] {
    Batch batch(2, 2);
    int theirs = 0;
    std::jthread other([&] { theirs = batch.take(); });
    const int mine = batch.take();
    other.join();
    EXPECT_EQ(mine + theirs, 1);
    EXPECT_EQ(batch.take(), batch.jobs());
  });
}

TEST(WeakestThatPasses, TellsExactlyOneWorkerThatItIsTheLast) {
  explore([] {
    Batch batch(0, 2);
    bool theirs = false;
    std::jthread other([&] { theirs = batch.finish(); });
    const bool mine = batch.finish();
    other.join();
    EXPECT_NE(mine, theirs);
    EXPECT_TRUE(batch.is_finished());
  });
}

TEST(WeakestThatPasses, TheLastWorkerMayUseWhatTheOthersWrote) {
  explore([] {
    Batch batch(2, 2);
    std::array<int, 2> results = {};  // element i is worker i's
    const auto work = [&](std::size_t me) {
      results[me] = 5;
      if (batch.finish()) {
        EXPECT_EQ(results[0] + results[1], 10);
      }
    };
    std::jthread other([&] { work(1); });
    work(0);
  });
}

TEST(WeakestThatPasses, WhoeverSeesTheEndMayUseWhatAllWrote) {
  explore([] {
    Batch batch(2, 2);
    std::array<int, 2> results = {};  // element i is worker i's
    const auto work = [&](std::size_t me) {
      results[me] = 5;
      batch.finish();
    };
    std::jthread one([&] { work(0); });
    std::jthread two([&] { work(1); });
    if (batch.is_finished()) {
      EXPECT_EQ(results[0] + results[1], 10);
    }
  });
}

TEST(WeakestThatPasses, CountsEveryByteOnceAllHaveFinished) {
  explore([] {
    Batch batch(2, 2);
    const auto work = [&] {
      batch.add_bytes(100);
      batch.finish();
    };
    std::jthread one(work);
    std::jthread two(work);
    if (batch.is_finished()) {
      EXPECT_EQ(batch.bytes(), 200);
    }
  });
}

}  // namespace
