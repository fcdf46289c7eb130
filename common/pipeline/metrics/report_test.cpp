#include "pipeline/metrics/report.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "pipeline/metrics/sample_views.hpp"

namespace hb::pipeline {
namespace {

nlohmann::json parsed(const RunFacts& facts) {
  return nlohmann::json::parse(report_json(layout_sample(), facts));
}

TEST(ReportJson, HasTheFiguresOfTheDashboard) {
  const nlohmann::json report = parsed({.command = "pack", .input = "a b"});
  EXPECT_EQ(report["schema"], 1);
  EXPECT_EQ(report["command"], "pack");
  EXPECT_EQ(report["input"], "a b");
  EXPECT_DOUBLE_EQ(report["elapsed_seconds"].get<double>(), 1.2);
  EXPECT_DOUBLE_EQ(report["rates"]["bytes_per_second"].get<double>(), 2.4e9);
  EXPECT_EQ(report["counters"]["files_processed"], 174);
  EXPECT_EQ(report["gauges"]["cpu_queue_depth"]["most"], 4);
  EXPECT_EQ(report["gauges"]["cpu_permits_available"]["now"], 3);
  EXPECT_EQ(report["cpu_permits"], 8);
  EXPECT_EQ(report["times"]["cpu_permit_wait_ms"]["p99"], 4.3);
  EXPECT_EQ(report["counters"].size(), kCounters);
  EXPECT_EQ(report["gauges"].size(), kGauges);
  EXPECT_EQ(report["times"].size(), kTimings);
}

TEST(ReportJson, SaysWhyARunFailedAndNothingWhereItDidNot) {
  EXPECT_TRUE(parsed({.command = "pack"})["failure"].is_null());
  const nlohmann::json report =
      parsed({.command = "pack",
              .exit_code = 74,
              .failure = "write out: no space",
              .failed_items = {{"a/b", "read", "no permission"}}});
  EXPECT_EQ(report["exit_code"], 74);
  EXPECT_EQ(report["failure"], "write out: no space");
  EXPECT_EQ(report["failed_items"][0]["item"], "a/b");
  EXPECT_EQ(report["failed_items"][0]["stage"], "read");
}

TEST(ReportJson, HoldsNamesOfAnyBytes) {
  EXPECT_EQ(parsed({.command = "pack", .input = "a\xff\n"})["input"],
            "a\\xff\\n");
}

}  // namespace
}  // namespace hb::pipeline
