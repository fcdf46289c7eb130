#include "pipeline/policy/chunk_tuner.hpp"

#include <gtest/gtest.h>

namespace hb::pipeline {
namespace {

using std::chrono::microseconds;

constexpr std::size_t kStart = 4 * kChunkStep;

ChunkTuner tuner(std::size_t least = kLeastChunk,
                 std::size_t most = kMostChunk) {
  Plan plan;
  plan.chunk_bytes = kStart;
  plan.least_chunk_bytes = least;
  plan.most_chunk_bytes = most;
  return ChunkTuner(plan);
}

void record_sample(ChunkTuner& tuner, microseconds each, int samples = 1) {
  for (std::uint32_t i = 0; i < ChunkTuner::kSample * std::uint32_t(samples);
       ++i) {
    tuner.record(each);
  }
}

TEST(ChunkTuner, SlowChunksMakeTheNextOneStepSmaller) {
  ChunkTuner tuned = tuner();
  record_sample(tuned, microseconds(5001));
  EXPECT_EQ(tuned.chunk_bytes(), kStart - kChunkStep);
}

TEST(ChunkTuner, FastChunksMakeTheNextOneStepLarger) {
  ChunkTuner tuned = tuner();
  record_sample(tuned, microseconds(499));
  EXPECT_EQ(tuned.chunk_bytes(), kStart + kChunkStep);
}

TEST(ChunkTuner, ChunksBetweenStayAsTheyAre) {
  ChunkTuner tuned = tuner();
  record_sample(tuned, microseconds(5000));
  record_sample(tuned, microseconds(500));
  EXPECT_EQ(tuned.chunk_bytes(), kStart);
}

TEST(ChunkTuner, OneSlowChunkAmongFastOnesChangesNothing) {
  ChunkTuner tuned = tuner();
  for (std::uint32_t i = 1; i < ChunkTuner::kSample; ++i) {
    tuned.record(microseconds(600));
  }
  tuned.record(microseconds(9000));
  EXPECT_EQ(tuned.chunk_bytes(), kStart);
}

TEST(ChunkTuner, StaysWithinItsLimits) {
  ChunkTuner down = tuner();
  record_sample(down, microseconds(90'000), 10);
  EXPECT_EQ(down.chunk_bytes(), kLeastChunk);
  ChunkTuner up = tuner();
  record_sample(up, microseconds(1), 100);
  EXPECT_EQ(up.chunk_bytes(), kMostChunk);
}

TEST(ChunkTuner, AFixedSizeStays) {
  ChunkTuner fixed = tuner(kStart, kStart);
  record_sample(fixed, microseconds(90'000), 10);
  EXPECT_EQ(fixed.chunk_bytes(), kStart);
}

}  // namespace
}  // namespace hb::pipeline
