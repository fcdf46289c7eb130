#include "pipeline/metrics/report.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "pipeline/metrics/sample_views.hpp"

namespace hb::pipeline {
namespace {

nlohmann::json parsed(const nlohmann::ordered_json& facts) {
  return nlohmann::json::parse(report_json(layout_sample(), "pack", facts));
}

TEST(ReportJson, HasTheFiguresOfTheDashboard) {
  const nlohmann::json report = parsed({});
  EXPECT_EQ(report["schema"], 1);
  EXPECT_EQ(report["command"], "pack");
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

TEST(ReportJson, HasTheFactsBesideThem) {
  const nlohmann::json report =
      parsed({{"exit_code", 74}, {"failure", "write out: no space"}});
  EXPECT_EQ(report["exit_code"], 74);
  EXPECT_EQ(report["failure"], "write out: no space");
  EXPECT_EQ(report["schema"], 1);
}

}  // namespace
}  // namespace hb::pipeline
