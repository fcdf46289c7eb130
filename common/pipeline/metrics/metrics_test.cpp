#include "pipeline/metrics/metrics.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;

TEST(Metrics, HaveEveryPermitBeforeOneIsTaken) {
  const MetricsView view = Metrics(2, 12).view();
  EXPECT_EQ(view.gauge(Gauge::cpu_permits_available).now, 2);
  EXPECT_EQ(view.gauge(Gauge::io_permits_available).now, 12);
}

TEST(Metrics, AddsUpWhatAllThreadsCount) {
  Metrics metrics(2, 12);
  metrics.count(Counter::chunks_processed);
  std::jthread([&] { metrics.count(Counter::chunks_processed, 5); }).join();
  EXPECT_EQ(metrics.view().counter(Counter::chunks_processed), 6U);
  EXPECT_EQ(metrics.view().counter(Counter::errors), 0U);
}

TEST(Metrics, MergeTheTimesOfThreadsThatHaveEnded) {
  Metrics metrics(2, 12);
  for (int i = 0; i < 4; ++i) {
    std::jthread([&] { metrics.record(Timing::cpu_queue_wait, 2ms); }).join();
  }
  metrics.record(Timing::cpu_queue_wait, 8ms);
  const MetricsView view = metrics.view();
  const Percentiles& wait = view.timing(Timing::cpu_queue_wait);
  EXPECT_EQ(wait.count, 5U);
  EXPECT_DOUBLE_EQ(wait.sum_ms, 16);
  EXPECT_DOUBLE_EQ(wait.most_ms, 8);
  EXPECT_NEAR(wait.p50_ms, 2, 2 * 0.03);
  EXPECT_NEAR(wait.p99_ms, 8, 8 * 0.03);
  EXPECT_EQ(view.timing(Timing::io_permit_wait).count, 0U);
}

TEST(Metrics, KeepTheLastTheMostAndTheAverageOfAGauge) {
  Metrics metrics(2, 12);
  metrics.set(Gauge::cpu_queue_depth, 4);
  std::jthread([&] { metrics.set(Gauge::cpu_queue_depth, 1); }).join();
  const GaugeView depth = metrics.view().gauge(Gauge::cpu_queue_depth);
  EXPECT_EQ(depth.now, 1);
  EXPECT_EQ(depth.most, 4);
  EXPECT_DOUBLE_EQ(depth.average, 2.5);
}

TEST(Metrics, OfTwoRunsAtOnceStayApart) {
  Metrics one(2, 12);
  Metrics other(3, 24);
  for (int i = 0; i < 3; ++i) {
    one.count(Counter::errors);
    other.count(Counter::errors, 10);
  }
  EXPECT_EQ(one.view().counter(Counter::errors), 3U);
  EXPECT_EQ(other.view().counter(Counter::errors), 30U);
  EXPECT_EQ(other.view().cpu_permits, 3);
  EXPECT_EQ(other.view().io_permits, 24);
}

TEST(Metrics, OfANewRunStartFromZeroInTheSameThread) {
  for (int run = 0; run < 3; ++run) {
    Metrics metrics(1, 1);
    metrics.count(Counter::retries);
    EXPECT_EQ(metrics.view().counter(Counter::retries), 1U);
  }
}

TEST(Metrics, MayEndBeforeAThreadThatUsedThem) {
  auto metrics = std::make_unique<Metrics>(1, 1);
  std::atomic<bool> has_counted = false;
  std::atomic<bool> is_destroyed = false;
  std::jthread user([&] {
    metrics->count(Counter::errors);
    has_counted = true;
    has_counted.notify_one();
    is_destroyed.wait(false);
  });
  has_counted.wait(false);
  EXPECT_EQ(metrics->view().counter(Counter::errors), 1U);
  metrics.reset();
  is_destroyed = true;
  is_destroyed.notify_one();
}

TEST(Metrics, ShowThisProcessMemoryAndTheTimeSinceTheStart) {
  Metrics metrics(1, 1);
  const MetricsView first = metrics.view();
  EXPECT_GT(first.rss_bytes, 1'000'000U);
  EXPECT_GT(first.peak_rss_bytes, 1'000'000U);
  EXPECT_GT(metrics.view().elapsed, first.elapsed);
}

}  // namespace
}  // namespace hb::pipeline
