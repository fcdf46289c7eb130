#include "pipeline/metrics/time_buckets.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

Percentiles percentiles_of_times(const std::vector<nanoseconds>& times) {
  std::array<std::uint64_t, kBuckets> counts{};
  nanoseconds sum{0};
  for (const nanoseconds time : times) {
    ++counts[bucket_of(time)];
    sum += time;
  }
  return percentiles_of(counts, sum, *std::ranges::max_element(times));
}

double p50_ms(nanoseconds time) {
  // A longer one beside it, so that the maximum does not correct the answer.
  return percentiles_of_times({time, time, time, 1h}).p50_ms;
}

TEST(TimeBuckets, AreOffByThreePercentAtMost) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> exponent(3, 11);  // 1 us to 100 s
  double worst = 0;
  for (int i = 0; i < 2'000; ++i) {
    const nanoseconds time(std::llround(std::pow(10.0, exponent(random))));
    const double exact =
        std::chrono::duration<double, std::milli>(time).count();
    worst = std::max(worst, std::abs(p50_ms(time) - exact) / exact);
  }
  EXPECT_LT(worst, 0.0293);
  EXPECT_GT(worst, 0.027);  // the bound is the least that can be promised
}

TEST(TimeBuckets, TellTimesBelowAMillisecondApart) {
  EXPECT_LT(p50_ms(10us), p50_ms(11us));
  EXPECT_LT(p50_ms(100us), p50_ms(110us));
  EXPECT_LT(p50_ms(800us), p50_ms(900us));
}

TEST(TimeBuckets, ShowATimeBelowAMicrosecondAsLessThanOne) {
  EXPECT_LT(p50_ms(80ns), 0.001);
  EXPECT_LT(p50_ms(0ns), 0.001);
}

TEST(TimeBuckets, ShowATimeAboveThemAsTheLongest) {
  EXPECT_DOUBLE_EQ(percentiles_of_times({150s, 200s}).p50_ms, 200'000);
}

TEST(TimeBuckets, NeverShowMoreThanTheLongest) {
  // 1.06 us: the middle of its bucket is above it.
  const Percentiles seen = percentiles_of_times({1061ns});
  EXPECT_DOUBLE_EQ(seen.p99_ms, 0.001061);
}

TEST(TimeBuckets, GiveThePercentilesByTheNearestRank) {
  std::vector<nanoseconds> times;
  for (int ms = 1; ms <= 100; ++ms) times.push_back(ms * 1ms);
  const Percentiles seen = percentiles_of_times(times);
  EXPECT_NEAR(seen.p50_ms, 50, 50 * 0.03);
  EXPECT_NEAR(seen.p95_ms, 95, 95 * 0.03);
  EXPECT_NEAR(seen.p99_ms, 99, 99 * 0.03);
  EXPECT_DOUBLE_EQ(seen.most_ms, 100);
  EXPECT_DOUBLE_EQ(seen.sum_ms, 5050);
}

TEST(TimeBuckets, OfNoTimesAreZero) {
  const std::array<std::uint64_t, kBuckets> none{};
  const Percentiles seen = percentiles_of(none, 0ns, 0ns);
  EXPECT_EQ(seen.count, 0U);
  EXPECT_EQ(seen.p99_ms, 0);
  EXPECT_EQ(seen.buckets.size(), bucket_bounds_us().size());
}

TEST(ExportedBuckets, GoFromTenMicrosecondsToAHundredSeconds) {
  const std::vector<double>& bounds = bucket_bounds_us();
  EXPECT_DOUBLE_EQ(bounds.front(), 10);
  EXPECT_DOUBLE_EQ(bounds[1], 19.953);
  EXPECT_DOUBLE_EQ(bounds[2], 50.119);
  EXPECT_DOUBLE_EQ(bounds.back(), 100e6);
  EXPECT_TRUE(std::ranges::is_sorted(bounds));
}

TEST(ExportedBuckets, HoldTheirUpperBoundAndNothingAboveIt) {
  const Percentiles seen = percentiles_of_times({10'000ns, 10'001ns});
  EXPECT_EQ(seen.buckets[0], 1U);
  EXPECT_EQ(seen.buckets[1], 2U);
}

TEST(ExportedBuckets, HoldEveryOneOfTheirBounds) {
  const std::vector<double>& bounds = bucket_bounds_us();
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const nanoseconds bound(std::llround(bounds[i] * 1e3));
    const Percentiles seen = percentiles_of_times({bound, bound + 1ns});
    EXPECT_EQ(seen.buckets[i], 1U) << bounds[i];
  }
}

TEST(ExportedBuckets, CountWhatIsBelowThemAndNotWhatIsAbove) {
  const Percentiles seen = percentiles_of_times({10ns, 1ms, 200s});
  EXPECT_EQ(seen.buckets.front(), 1U);
  EXPECT_EQ(seen.buckets.back(), 2U);
  EXPECT_EQ(seen.count, 3U);
}

}  // namespace
}  // namespace hb::pipeline
