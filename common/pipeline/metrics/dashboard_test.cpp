#include "pipeline/metrics/dashboard.hpp"

#include <gtest/gtest.h>

#include <set>

#include "pipeline/metrics/sample_views.hpp"

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;

bool shows(const MetricsView& view, const std::string& line) {
  return dashboard(view).find("\n" + line + "\n") != std::string::npos;
}

MetricsView view_with(Counter which, std::uint64_t value) {
  MetricsView view;
  view.elapsed = 1s;
  view.counters[static_cast<std::size_t>(which)] = value;
  return view;
}

TEST(Dashboard, HasTheLayoutOfTheSample) {
  EXPECT_EQ(dashboard(layout_sample()),
            R"(=== PIPELINE METRICS (1.2s elapsed) ===

Throughput:
  Files:  145 files/s
  Bytes:  2.4 GB/s
  Chunks: 19,234 chunks/s

CPU Resources:
  Permits Available: 3/8
  Permit Wait: P50=0.2ms P95=1.8ms P99=4.3ms
  Queue Depth: avg=2.1, max=4

I/O Resources:
  Permits Available: 18/24
  Permit Wait: P50=0.1ms P95=0.8ms P99=2.1ms
  Queue Depth: avg=1.3, max=4

Latency (chunk processing):
  CPU Time:  P50=1.2ms P95=3.4ms P99=5.8ms
  Queue Wait: P50=0.3ms P95=1.1ms P99=2.9ms

Memory:
  RSS: 342 MB
  Buffer Pool: 89% reuse rate
)");
}

TEST(Dashboard, SeparatesEveryThousand) {
  EXPECT_TRUE(shows(view_with(Counter::chunks_processed, 1'234'567),
                    "  Chunks: 1,234,567 chunks/s"));
  EXPECT_TRUE(shows(view_with(Counter::chunks_processed, 999),
                    "  Chunks: 999 chunks/s"));
}

TEST(Dashboard, ShowsBytesInTheUnitThatFits) {
  const auto bytes = [](std::uint64_t n) {
    return view_with(Counter::bytes_processed, n);
  };
  EXPECT_TRUE(shows(bytes(999), "  Bytes:  999 B/s"));
  EXPECT_TRUE(shows(bytes(1'000), "  Bytes:  1.0 KB/s"));
  EXPECT_TRUE(shows(bytes(999'960), "  Bytes:  1.0 MB/s"));
  EXPECT_TRUE(shows(bytes(250'000'000), "  Bytes:  250.0 MB/s"));
  EXPECT_TRUE(shows(bytes(2'400'000'000), "  Bytes:  2.4 GB/s"));
}

TEST(Dashboard, ShowsAFewFilesASecondWithADecimal) {
  MetricsView view = view_with(Counter::files_processed, 1);
  view.elapsed = 4s;
  EXPECT_TRUE(shows(view, "  Files:  0.2 files/s"));
}

TEST(Dashboard, OfARunThatHasNotBegunShowsZeros) {
  const std::string text = dashboard(MetricsView{});
  EXPECT_NE(text.find("(0.0s elapsed)"), std::string::npos);
  EXPECT_NE(text.find("  Files:  0 files/s\n"), std::string::npos);
  EXPECT_NE(text.find("  Buffer Pool: 0% reuse rate\n"), std::string::npos);
  EXPECT_EQ(text.find("nan"), std::string::npos);
}

TEST(Dashboard, CallsNoRateAHundredPercentThatIsNot) {
  MetricsView view = view_with(Counter::buffers_reused, 99'999);
  view.counters[static_cast<std::size_t>(Counter::buffers_allocated)] = 1;
  EXPECT_TRUE(shows(view, "  Buffer Pool: 99% reuse rate"));
}

TEST(BottleneckSamples, AreFourThatLookDifferent) {
  std::set<std::string> seen;
  for (const SampleView& sample : bottleneck_samples()) {
    seen.insert(dashboard(sample.view));
  }
  EXPECT_EQ(seen.size(), 4U);
}

}  // namespace
}  // namespace hb::pipeline
