#include "pipeline/metrics/reporter.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <thread>

#include "pipeline/failure.hpp"
#include "pipeline/files/scratch_folder.hpp"
#include "pipeline/metrics/fake_terminal.hpp"

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

bool file_has(const fs::path& path, const std::string& wanted) {
  std::ifstream text(path);
  for (std::string line; std::getline(text, line);) {
    if (line == wanted) return true;
  }
  return false;
}

class ReporterTest : public testing::Test {
 protected:
  FakeTerminal terminal_{80, 40};
  LiveText screen_{terminal_.fd()};
  Metrics metrics_{2, 12};
};

TEST_F(ReporterTest, LeavesOneDashboardOnATerminal) {
  {
    Reporter reporter(metrics_, screen_, {.interval = 1ms});
    metrics_.set(Gauge::cpu_permits_available, 1);
    metrics_.count(Counter::io_reads);
    reporter.finish();
  }
  const std::string text = terminal_.screen();
  EXPECT_TRUE(text.starts_with("=== PIPELINE METRICS (")) << text;
  EXPECT_EQ(text.find("===", 8), text.rfind("===")) << text;
  EXPECT_NE(text.find("  Permits Available: 1/2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  Buffer Pool: 0% reuse rate\n"), std::string::npos);
}

TEST_F(ReporterTest, EndsAtOnceHoweverLongItsInterval) {
  metrics_.count(Counter::io_reads);
  Reporter(metrics_, screen_, {.interval = 24h}).finish();  // or the test hangs
  EXPECT_TRUE(terminal_.screen().starts_with("=== PIPELINE METRICS ("));
}

TEST_F(ReporterTest, ShowsNothingWhereNoDashboardIsWanted) {
  Reporter(metrics_, screen_, {.interval = 1ms, .shown = Shown::nothing})
      .finish();
  EXPECT_EQ(terminal_.screen(), "");
}

TEST_F(ReporterTest, LeavesNoDashboardOfARunThatDidNotBegin) {
  Reporter(metrics_, screen_, {.interval = 24h}).finish();
  EXPECT_EQ(terminal_.screen(), "");
}

// Waits for what the reporter's thread draws, which it does again and again.
TEST_F(ReporterTest, ShowsProgressInItsPlaceAndTakesItAwayAtTheEnd) {
  metrics_.expect_bytes(2000);
  metrics_.count(Counter::bytes_processed, 500);
  Reporter reporter(
      metrics_, screen_,
      {.interval = 1ms, .shown = Shown::progress, .command = "verify"});
  std::string text;
  while ((text = terminal_.screen()).empty()) std::this_thread::yield();
  EXPECT_TRUE(text.starts_with("verify: 25 % of 2.0 KB, ")) << text;
  EXPECT_TRUE(text.ends_with("B/s\n")) << text;
  reporter.finish();
  EXPECT_EQ(terminal_.screen(), "");
}

TEST_F(ReporterTest, WritesTheMetricsFileAtTheStartAndAtTheEnd) {
  const ScratchFolder folder;
  const fs::path file = folder / "run.prom";
  {
    Reporter reporter(metrics_, screen_,
                      {.interval = 0ms, .metrics_file = file});
    EXPECT_TRUE(file_has(file, "workbook_errors_total 0"));
    metrics_.count(Counter::errors);
    EXPECT_TRUE(file_has(file, "workbook_errors_total 0"));
  }
  EXPECT_TRUE(file_has(file, "workbook_errors_total 1"));
}

TEST_F(ReporterTest, RefusesAMetricsFileThatCannotBeWritten) {
  EXPECT_THROW(
      Reporter(metrics_, screen_, {.metrics_file = "/proc/none/run.prom"}),
      Failure);
  EXPECT_EQ(terminal_.screen(), "");
}

}  // namespace
}  // namespace hb::pipeline
