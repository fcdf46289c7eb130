#include "pipeline/metrics/prometheus_text.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include "pipeline/failure.hpp"
#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

MetricsView recorded_view() {
  Metrics metrics(2, 12);
  metrics.count(Counter::bytes_processed, 5'000'000'000);
  metrics.set(Gauge::cpu_queue_depth, 3);
  metrics.set(Gauge::cpu_queue_depth, 1);
  metrics.record(Timing::cpu_permit_wait, 10us);
  metrics.record(Timing::cpu_permit_wait, 2ms);
  return metrics.view();
}

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(PrometheusText, HasCountersGaugesAndTheirTypes) {
  const std::string text = prometheus_text(recorded_view());
  EXPECT_TRUE(has_line(text, "# TYPE workbook_bytes_processed_total counter"));
  EXPECT_TRUE(has_line(text, "workbook_bytes_processed_total 5000000000"));
  EXPECT_TRUE(has_line(text, "workbook_errors_total 0"));
  EXPECT_TRUE(has_line(text, "# TYPE workbook_cpu_queue_depth gauge"));
  EXPECT_TRUE(has_line(text, "workbook_cpu_queue_depth 1"));
  EXPECT_TRUE(has_line(text, "workbook_cpu_queue_depth_average 2"));
  EXPECT_TRUE(has_line(text, "workbook_cpu_queue_depth_most 3"));
  EXPECT_TRUE(has_line(text, "workbook_cpu_permits 2"));
}

TEST(PrometheusText, HasHistogramsInMillisecondsFromTenMicrosecondsOn) {
  const std::string text = prometheus_text(recorded_view());
  const std::string name = "workbook_cpu_permit_wait_ms";
  EXPECT_TRUE(has_line(text, "# TYPE " + name + " histogram"));
  EXPECT_TRUE(has_line(text, name + "_bucket{le=\"0.01\"} 1"));
  EXPECT_TRUE(has_line(text, name + "_bucket{le=\"0.019953\"} 1"));
  EXPECT_TRUE(has_line(text, name + "_bucket{le=\"1\"} 1"));
  EXPECT_TRUE(has_line(text, name + "_bucket{le=\"10\"} 2"));
  EXPECT_TRUE(has_line(text, name + "_bucket{le=\"100000\"} 2"));
  EXPECT_TRUE(has_line(text, name + "_bucket{le=\"+Inf\"} 2"));
  EXPECT_TRUE(has_line(text, name + "_sum 2.01"));
  EXPECT_TRUE(has_line(text, name + "_count 2"));
}

TEST(PrometheusText, HasTheWaitsForPermitsAsCountersToo) {
  const std::string text = prometheus_text(recorded_view());
  EXPECT_TRUE(has_line(text, "workbook_cpu_permit_wait_ms_total 2.01"));
  EXPECT_TRUE(has_line(text, "workbook_io_permit_wait_ms_total 0"));
}

TEST(PrometheusText, NamesEachMetricOnceAndExplainsIt) {
  std::istringstream text(prometheus_text(recorded_view()));
  std::string last_help;
  std::set<std::string> names;
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    std::string hash, what, name;
    words >> hash >> what >> name;
    if (hash != "#") continue;
    if (what == "HELP") {
      EXPECT_TRUE(names.insert(name).second) << name;
      EXPECT_GT(line.size(), name.size() + 8) << "no text: " << line;
      last_help = name;
    } else {
      EXPECT_EQ(name, last_help) << line;
    }
  }
  EXPECT_EQ(names.size(), kCounters + 2 + kGauges + 7 + kTimings);
}

TEST(MetricsFile, IsReplacedWhole) {
  const ScratchFolder folder;
  const fs::path path = folder / "run.prom";
  write_metrics_file(path, MetricsView{});
  std::ifstream before(path);  // who reads the old one goes on reading it
  write_metrics_file(path, recorded_view());
  EXPECT_TRUE(
      has_line(text_of(path), "workbook_bytes_processed_total 5000000000"));
  std::ostringstream old;
  old << before.rdbuf();
  EXPECT_TRUE(has_line(old.str(), "workbook_bytes_processed_total 0"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(MetricsFile, ThatCannotBeMadeIsAFailure) {
  const ScratchFolder folder;
  EXPECT_THROW(write_metrics_file(folder / "none/run.prom", MetricsView{}),
               Failure);
}

TEST(MetricsFile, LeavesNoPartWhereItCannotBeRenamed) {
  const ScratchFolder folder;
  fs::create_directory(folder / "run.prom");
  EXPECT_THROW(write_metrics_file(folder / "run.prom", MetricsView{}), Failure);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

}  // namespace
}  // namespace hb::pipeline
