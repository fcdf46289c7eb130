#include "pipeline/scenarios/queue_depth.hpp"

#include <gtest/gtest.h>

#include "pipeline/stored_run.hpp"

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;

std::vector<DepthRow> rows(const std::vector<double>& mb_per_second) {
  std::vector<DepthRow> all;
  for (const double value : mb_per_second) {
    all.push_back({kDepths[all.size()], value, 0});
  }
  return all;
}

TEST(Knee, IsWhereMoreRequestsAddLittle) {
  // The table of row P50.
  EXPECT_EQ(knee(rows({150, 180, 190, 195, 210, 205})), 8U);
  EXPECT_EQ(knee(rows({100, 200, 400, 600, 1200, 1190})), 24U);
}

TEST(Knee, IsTheFirstDepthWhereNoneIsBetter) {
  EXPECT_EQ(knee(rows({100, 99, 98, 97, 96, 95})), 2U);
}

TEST(Knee, IsNoDepthOfNoRows) { EXPECT_EQ(knee({}), 0U); }

TEST(SimulatedDevice, ServesOneRequestInItsTime) {
  SimulatedDevice device({"", 4, 5ms, 1ms, 1}, 1, 3);
  for (int n = 0; n < 3; ++n) device.read();
  EXPECT_EQ(device.elapsed(), 15ms);
  EXPECT_EQ(device.most_at_once(), 1U);
}

TEST(MeasuredDevice, GivesMoreUpToItsChannelsAndLessBeyond) {
  const auto measured = measure({"", 8, 1ms, 100us, 1'000'000});
  ASSERT_EQ(measured.size(), kDepths.size());
  // A request of 1 MB in 1 ms is 1,000 MB/s a channel.
  EXPECT_DOUBLE_EQ(measured[0].mb_per_second, 2000);
  EXPECT_DOUBLE_EQ(measured[1].mb_per_second, 4000);
  EXPECT_DOUBLE_EQ(measured[2].mb_per_second, 8000);
  EXPECT_LT(measured[3].mb_per_second, 8000);
  EXPECT_LT(measured[5].mb_per_second, measured[4].mb_per_second);
  EXPECT_EQ(knee(measured), 8U);
}

TEST(MeasuredDevice, HasAsManyRequestsAtOnceAsThereAreTokens) {
  for (const DepthRow& row : measure(ssd_like())) {
    EXPECT_EQ(row.most_at_once, row.depth);
  }
}

TEST(MeasuredDevice, IsWhatTheBookShows) {
  expect_stored_run(
      "22_queue_depth.txt",
      depth_table(
          {hdd_like().name, ssd_like().name, nvme_like().name},
          {measure(hdd_like()), measure(ssd_like()), measure(nvme_like())}));
}

}  // namespace
}  // namespace hb::pipeline
