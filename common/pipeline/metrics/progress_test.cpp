#include "pipeline/metrics/progress.hpp"

#include <gtest/gtest.h>

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;

MetricsView at(std::uint64_t done, std::uint64_t all,
               std::chrono::nanoseconds elapsed) {
  MetricsView view;
  view.counters[static_cast<std::size_t>(Counter::bytes_processed)] = done;
  view.expected_bytes = all;
  view.elapsed = elapsed;
  return view;
}

TEST(Progress, TellsHowFarHowFastAndHowLong) {
  EXPECT_EQ(progress("verify", at(250'000'000, 1'000'000'000, 2s)),
            "verify: 25 % of 1.0 GB, 6 s left, 125.0 MB/s\n");
}

TEST(Progress, TellsLongTimesInMinutesAndHours) {
  EXPECT_EQ(progress("restore", at(1'000'000, 201'000'000, 1s)),
            "restore: 0 % of 201.0 MB, 3 min 20 s left, 1.0 MB/s\n");
  EXPECT_EQ(progress("restore", at(1'000'000, 3'901'000'000, 1s)),
            "restore: 0 % of 3.9 GB, 1 h 5 min left, 1.0 MB/s\n");
}

TEST(Progress, IsCompleteAtTheEndAlone) {
  EXPECT_EQ(progress("verify", at(999, 1000, 999s)),
            "verify: 99 % of 1.0 KB, 1 s left, 1 B/s\n");
  EXPECT_EQ(progress("verify", at(1000, 1000, 1000s)),
            "verify: 100 % of 1.0 KB, 0 s left, 1 B/s\n");
}

TEST(Progress, IsNotGuessed) {
  EXPECT_EQ(progress("verify", at(0, 1000, 1s)), "");
  EXPECT_EQ(progress("verify", at(1000, 0, 1s)), "");
  EXPECT_EQ(progress("verify", at(1000, 1000, 0s)), "");
}

}  // namespace
}  // namespace hb::pipeline
