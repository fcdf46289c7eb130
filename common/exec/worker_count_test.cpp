#include "exec/worker_count.hpp"

#include <gtest/gtest.h>

namespace hb::exec {
namespace {

TEST(WorkerCount, IsOneAProcessorForWorkThatComputes) {
  EXPECT_EQ(worker_count(Work::computes, 8), 8U);
}

TEST(WorkerCount, IsTwoAProcessorForWorkThatWaits) {
  EXPECT_EQ(worker_count(Work::waits, 8), 16U);
}

TEST(WorkerCount, IsHalfAsManyAgainForWorkThatDoesBoth) {
  EXPECT_EQ(worker_count(Work::mixed, 8), 12U);
  EXPECT_EQ(worker_count(Work::mixed, 1), 1U);
}

TEST(WorkerCount, IsOneWhereTheMachineDoesNotSay) {
  EXPECT_EQ(worker_count(Work::computes, 0), 1U);
}

constexpr std::uint64_t kMiB = 1 << 20;

TEST(PiecesInFlight, AreNoMoreThanThereAre) {
  EXPECT_EQ(pieces_in_flight({5 * kMiB, 2 * kMiB, 64 * kMiB}, 8), 3U);
}

TEST(PiecesInFlight, AreNoMoreThanFitIntoMemory) {
  EXPECT_EQ(pieces_in_flight({500 * kMiB, 2 * kMiB, 9 * kMiB}, 8), 4U);
}

TEST(PiecesInFlight, AreNoMoreThanTwoAProcessor) {
  EXPECT_EQ(pieces_in_flight({500 * kMiB, 2 * kMiB, 640 * kMiB}, 8), 16U);
}

TEST(PiecesInFlight, AreAtLeastOne) {
  EXPECT_EQ(pieces_in_flight({0, 2 * kMiB, 0}, 8), 1U);
}

}  // namespace
}  // namespace hb::exec
