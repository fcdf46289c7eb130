#include "pipeline/scenarios/scenario_report.hpp"

#include <gtest/gtest.h>

#include "pipeline/scenarios/cancellation.hpp"
#include "pipeline/scenarios/cpu_bound.hpp"
#include "pipeline/scenarios/io_bound.hpp"
#include "pipeline/scenarios/memory.hpp"
#include "pipeline/scenarios/mixed_sizes.hpp"

namespace hb::pipeline {
namespace {

// How a scenario is judged that has seen this.
template <typename... Seen>
std::string verdict(const Seen&... seen) {
  ScenarioReport report;
  judge(seen..., report);
  return report.verdict();
}

TEST(ScenarioReport, IsNotAsExpectedWhereNothingWasExpected) {
  EXPECT_FALSE(ScenarioReport().as_expected());
}

TEST(ScenarioReport, NamesAllThatDidNotHoldAndNothingElse) {
  ScenarioReport report;
  report.expect(true, "one");
  EXPECT_EQ(report.verdict(), "as expected");
  report.expect(false, "two: {}", 2);
  report.expect(false, "three");
  EXPECT_EQ(report.verdict(), "NOT as expected: two: 2; three");
}

MetricsView half(std::int64_t most_active, double cpu_ms) {
  MetricsView view;
  view.elapsed = std::chrono::seconds(1);
  view.gauges[static_cast<std::size_t>(Gauge::active_workers)].most =
      most_active;
  view.timings[static_cast<std::size_t>(Timing::chunk_cpu_time)].sum_ms =
      cpu_ms;
  return view;
}

TEST(CpuBound, IsHeldToItsTokens) {
  const auto of = [](const MetricsView& second) {
    return verdict(CpuBoundSeen{3, {half(3, 2900), second}});
  };
  EXPECT_EQ(of(half(2, 10)), "as expected");
  EXPECT_NE(of(half(4, 2900)), "as expected") << "four at once";
  EXPECT_NE(of(half(0, 2900)), "as expected") << "none took a token";
  EXPECT_NE(of(half(3, 3900)), "as expected") << "more CPU time than tokens'";
}

SimulatedSeen measured(std::vector<double> mb_per_second) {
  SimulatedSeen seen{hdd_like(), {}};
  for (const double value : mb_per_second) {
    const std::size_t depth = kDepths[seen.rows.size()];
    seen.rows.push_back({depth, value, depth});
  }
  return seen;
}

TEST(IoBound, IsHeldToTheDevicesChannels) {
  const SimulatedSeen right = measured({50, 100, 99, 98, 97, 60});
  EXPECT_EQ(verdict(right), "as expected");
  EXPECT_NE(verdict(measured({50, 60, 100, 98, 97, 60})), "as expected");
  EXPECT_NE(verdict(measured({50, 100, 100, 100, 100, 100})), "as expected")
      << "48 cost nothing";
  SimulatedSeen wrong = right;
  wrong.rows[3].most_at_once = 13;
  EXPECT_NE(verdict(wrong), "as expected") << "a request without a token";
}

MetricsView view_of_waits(std::uint64_t count, double p95_ms) {
  MetricsView view;
  auto& timing =
      view.timings[static_cast<std::size_t>(Timing::small_file_latency)];
  timing.count = count;
  timing.p95_ms = p95_ms;
  return view;
}

TEST(MixedSizes, AreHeldToAShorterWait) {
  EXPECT_EQ(
      verdict(MixedSeen{100, view_of_waits(100, 9), view_of_waits(100, 8)}),
      "as expected");
  EXPECT_NE(
      verdict(MixedSeen{100, view_of_waits(100, 9), view_of_waits(100, 9)}),
      "as expected");
  EXPECT_NE(
      verdict(MixedSeen{100, view_of_waits(100, 9), view_of_waits(99, 8)}),
      "as expected")
      << "a file was not seen";
}

TEST(Memory, IsHeldToAQuarterAndToNoAllocation) {
  const MemorySeen right{.streaming_peak_bytes = 25,
                         .whole_peak_bytes = 100,
                         .chunks = 100,
                         .buffers_allocated = 12,
                         .buffers_in_flight = 12};
  EXPECT_EQ(verdict(right), "as expected");
  const auto wrong = [&](auto change) {
    MemorySeen seen = right;
    change(seen);
    return verdict(seen) != "as expected";
  };
  EXPECT_TRUE(wrong([](MemorySeen& s) { s.streaming_peak_bytes = 26; }));
  EXPECT_TRUE(wrong([](MemorySeen& s) { s.buffers_allocated = 13; }));
  EXPECT_TRUE(wrong([](MemorySeen& s) { s.chunks = 23; }));
  EXPECT_TRUE(wrong([](MemorySeen& s) { s.streaming_exit_code = 74; }));
  EXPECT_TRUE(wrong([](MemorySeen& s) { s.whole_exit_code = 127; }));
}

TEST(Cancellation, IsHeldToWhatItLeaves) {
  const CancelledSeen right{.input_bytes = 100,
                            .bytes_at_signal = 30,
                            .bytes_at_end = 35,
                            .was_signalled = true,
                            .exit_code = 130,
                            .permits_returned = true,
                            .left = {}};
  const std::vector<std::string> nothing;
  const auto of = [&](const CancelledSeen& seen) {
    return verdict(std::string("it"), seen, nothing);
  };
  EXPECT_EQ(of(right), "as expected");
  const auto wrong = [&](auto change) {
    CancelledSeen seen = right;
    change(seen);
    return of(seen) != "as expected";
  };
  EXPECT_TRUE(wrong([](CancelledSeen& s) { s.was_signalled = false; }));
  EXPECT_TRUE(wrong([](CancelledSeen& s) { s.bytes_at_end = 100; }));
  EXPECT_TRUE(wrong([](CancelledSeen& s) { s.exit_code = 0; }));
  EXPECT_TRUE(wrong([](CancelledSeen& s) { s.permits_returned = false; }));
  EXPECT_TRUE(wrong([](CancelledSeen& s) { s.left = {"out.partial"}; }));
}

TEST(Resumption, IsHeldToAContainerThatVerifies) {
  const ResumedSeen right{.resumed_chunks = 1, .left = {"out"}};
  EXPECT_EQ(verdict(right), "as expected");
  const auto wrong = [&](auto change) {
    ResumedSeen seen = right;
    change(seen);
    return verdict(seen) != "as expected";
  };
  EXPECT_TRUE(wrong([](ResumedSeen& s) { s.exit_code = 65; }));
  EXPECT_TRUE(wrong([](ResumedSeen& s) { s.resumed_chunks = 0; }));
  EXPECT_TRUE(wrong([](ResumedSeen& s) { s.verify_exit_code = 65; }));
  EXPECT_TRUE(wrong([](ResumedSeen& s) { s.left = {"checkpoint", "out"}; }));
}

}  // namespace
}  // namespace hb::pipeline
