// Tests of 22d. A chunk is a number here; in one test it is the buffer beside
// it that the reader fills and the writer reads.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "22_pipeline/d_reorder/reorder.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Reorder;

TEST(PipelineReorder, WritesInTheOrderOfTheStream) {
  explore([] {
    std::vector<int> written;
    Reorder reorder(3);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(reorder.admit(), i);
    for (std::size_t number : {2u, 0u, 1u}) {
      reorder.put(number, 10 + static_cast<int>(number));
    }
    reorder.close();
    while (reorder.write_next([&](int chunk) { written.push_back(chunk); })) {
    }
    EXPECT_EQ(written, (std::vector<int>{10, 11, 12}));
  });
}

TEST(PipelineReorder, WritesWhatTwoWorkersFinish) {
  explore([] {
    std::vector<int> written;
    Reorder reorder(2);
    reorder.admit();
    reorder.admit();
    std::jthread one([&] { reorder.put(0, 10); });
    std::jthread two([&] { reorder.put(1, 11); });
    const auto write = [&](int chunk) { written.push_back(chunk); };
    EXPECT_TRUE(reorder.write_next(write));
    EXPECT_TRUE(reorder.write_next(write));
    EXPECT_EQ(written, (std::vector<int>{10, 11}));
  });
}

TEST(PipelineReorder, APlaceIsTakenUntilItsChunkIsWritten) {
  explore([] {
    int buffer = 0;
    std::vector<int> written;
    Reorder reorder(1);
    std::jthread reader([&] {
      for (int chunk : {10, 11}) {
        const std::size_t number = reorder.admit();
        buffer = chunk;
        reorder.put(number, chunk);
      }
      reorder.close();
    });
    while (reorder.write_next([&](int) { written.push_back(buffer); })) {
    }
    EXPECT_EQ(written, (std::vector<int>{10, 11}));
  });
}

TEST(PipelineReorder, TheChunkWhoseTurnItIsHasAPlace) {
  explore([] {
    Reorder reorder(1);
    const auto work = [&] { reorder.put(reorder.admit(), 10); };
    std::jthread one(work);
    std::jthread two(work);
    reorder.write_next([](int) {});
    reorder.write_next([](int) {});
  });
}

TEST(PipelineReorder, AFailedChunkIsLeftOut) {
  explore([] {
    std::vector<int> written;
    Reorder reorder(3);
    for (std::size_t i = 0; i < 3; ++i) reorder.admit();
    reorder.put(1, {});
    reorder.put(2, 12);
    reorder.put(0, 10);
    reorder.close();
    while (reorder.write_next([&](int chunk) { written.push_back(chunk); })) {
    }
    EXPECT_EQ(written, (std::vector<int>{10, 12}));
  });
}

TEST(PipelineReorder, AFailedChunkGivesItsPlaceBack) {
  explore([] {
    int written = 0;
    Reorder reorder(1);
    std::jthread reader([&] {
      reorder.put(reorder.admit(), {});
      reorder.put(reorder.admit(), 11);
    });
    EXPECT_TRUE(reorder.write_next([&](int chunk) { written = chunk; }));
    EXPECT_EQ(written, 11);
  });
}

TEST(PipelineReorder, AfterCloseItStillWritesWhatWasAdmitted) {
  explore([] {
    int written = 0;
    Reorder reorder(1);
    const std::size_t number = reorder.admit();
    reorder.close();
    std::jthread worker([&] { reorder.put(number, 10); });
    const auto write = [&](int chunk) { written = chunk; };
    EXPECT_TRUE(reorder.write_next(write));
    EXPECT_EQ(written, 10);
    EXPECT_FALSE(reorder.write_next(write));
  });
}

TEST(PipelineReorder, CloseWakesAWriterThatWaits) {
  explore([] {
    Reorder reorder(1);
    std::jthread writer([&] { reorder.write_next([](int) {}); });
    reorder.close();
  });
}

TEST(PipelineReorder, PutDoesNotWaitForAWrite) {
  explore([] {
    Reorder reorder(2);
    reorder.admit();
    const std::size_t second = reorder.admit();
    reorder.put(0, 10);
    reorder.write_next(
        [&](int) { std::jthread([&] { reorder.put(second, 11); }); });
    reorder.write_next([](int) {});
  });
}

}  // namespace
