#include "pipeline/policy/plan.hpp"

#include <gtest/gtest.h>

#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
constexpr Machine kEightCores{.processors = 8, .device_depth = 12};
constexpr Work kLarge{.largest_bytes = kGiB, .total_bytes = kGiB};

Plan plan_of(Optimize mode, const Machine& machine = kEightCores) {
  Options options;
  options.optimize = mode;
  return plan_for(options, machine, kLarge);
}

TEST(Plan, ThroughputTakesAllCoresAndLargeChunks) {
  const Plan plan = plan_of(Optimize::throughput);
  EXPECT_EQ(plan.cpu_tokens, 8);
  EXPECT_EQ(plan.workers, 8U);
  EXPECT_EQ(plan.io_tokens, 18);
  EXPECT_EQ(plan.chunk_bytes, kMostChunk);
  EXPECT_EQ(plan.scheduler, SchedulerKind::simple);
}

TEST(Plan, LatencyTakesHalfTheCoresSmallChunksAndIsFair) {
  const Plan plan = plan_of(Optimize::latency);
  EXPECT_EQ(plan.cpu_tokens, 4);
  EXPECT_EQ(plan.io_tokens, 12);
  EXPECT_EQ(plan.chunk_bytes, kLeastChunk);
  EXPECT_EQ(plan.scheduler, SchedulerKind::fair);
  EXPECT_EQ(plan.tokens_per_file, 3);
}

TEST(Plan, BalancedLeavesACoreFree) {
  EXPECT_EQ(plan_of(Optimize::balanced).cpu_tokens, 7);
  EXPECT_EQ(plan_of(Optimize::balanced).chunk_bytes, std::size_t{1} << 20);
}

TEST(Plan, ResourcesStaysUnder64MiB) {
  const Plan plan = plan_of(Optimize::resources);
  EXPECT_EQ(plan.cpu_tokens, 6);
  EXPECT_EQ(plan.io_tokens, 6);
  EXPECT_LE(plan.buffer_bytes(), std::size_t{64} << 20);
}

TEST(Plan, KeepsTheBuffersOfTwoWorkersUnderFortyMebibytes) {
  const Plan plan = plan_of(Optimize::throughput, {.processors = 2});
  EXPECT_EQ(plan.workers, 2U);
  EXPECT_EQ(plan.window, 8U);
  EXPECT_LE(plan.buffer_bytes(), std::size_t{40} << 20);
}

TEST(Plan, EachFigureIsAtLeastOneOnOneCore) {
  const Machine one{.processors = 1, .device_depth = 1};
  for (const Optimize mode : {Optimize::throughput, Optimize::latency,
                              Optimize::resources, Optimize::balanced}) {
    const Plan plan = plan_of(mode, one);
    EXPECT_EQ(plan.cpu_tokens, 1);
    EXPECT_GE(plan.io_tokens, 1);
    EXPECT_EQ(plan.workers, 1U);
    EXPECT_EQ(plan.tokens_per_file, 1);
    EXPECT_GE(plan.window, 1U);
  }
}

TEST(Plan, AnExplicitOptionWinsOverTheMode) {
  Options options;
  options.optimize = Optimize::latency;
  options.cpu_tokens = 3;
  options.io_tokens = 7;
  options.workers = 5;
  options.channel_depth = 0;
  options.chunk_bytes = 10'000;
  options.scheduler = SchedulerKind::simple;
  const Plan plan = plan_for(options, kEightCores, kLarge);
  EXPECT_EQ(plan.cpu_tokens, 3);
  EXPECT_EQ(plan.io_tokens, 7);
  EXPECT_EQ(plan.workers, 5U);
  EXPECT_EQ(plan.channel_depth, 0U);
  EXPECT_EQ(plan.chunk_bytes, 10'000U);
  EXPECT_EQ(plan.least_chunk_bytes, 10'000U);
  EXPECT_EQ(plan.most_chunk_bytes, 10'000U);
  EXPECT_EQ(plan.scheduler, SchedulerKind::simple);
}

TEST(Plan, OneStreamWithTwoWorkersStaysUnder64MiB) {
  const Machine two{.processors = 2, .device_depth = 12};
  EXPECT_LT(plan_of(Optimize::throughput, two).buffer_bytes(),
            std::size_t{56} << 20);
}

TEST(Plan, AFileIsCutIntoEightChunksAWorker) {
  Options options;
  options.chunk_method = ChunkMethod::filesize;
  options.workers = 2;
  const std::uint64_t bytes = 16 * std::uint64_t{1} << 20;
  const Plan plan = plan_for(options, kEightCores, {bytes, bytes});
  EXPECT_EQ(plan.chunk_bytes, std::size_t{1} << 20);
}

TEST(Plan, ASmallInputTakesNoMoreWorkersThanItHasChunks) {
  const Plan plan = plan_for({}, kEightCores, {1000, 1000});
  EXPECT_EQ(plan.workers, 1U);
  EXPECT_EQ(plan.chunk_bytes, kLeastChunk);
}

TEST(Plan, AFigureThatCannotBeIsAWrongCall) {
  Options options;
  options.workers = 129;
  try {
    plan_for(options, kEightCores, kLarge);
    FAIL() << "129 workers were accepted";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::usage);
    EXPECT_NE(std::string(failure.what()).find("--workers=129"),
              std::string::npos);
  }
}

TEST(OptimalConcurrency, IsTheLeastOfChunksMemoryAndTwiceTheCores) {
  EXPECT_EQ(optimal_concurrency(3, 1000, 10, 8), 3U);
  EXPECT_EQ(optimal_concurrency(100, 50, 10, 8), 5U);
  EXPECT_EQ(optimal_concurrency(100, 1000, 10, 8), 16U);
  EXPECT_EQ(optimal_concurrency(0, 0, 10, 8), 1U);
}

}  // namespace
}  // namespace hb::pipeline
