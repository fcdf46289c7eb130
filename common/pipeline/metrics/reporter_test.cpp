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

TEST(Reporter, LeavesOneDashboardOnATerminal) {
  FakeTerminal terminal(80, 40);
  LiveText screen(terminal.fd());
  Metrics metrics(2, 12);
  {
    Reporter reporter(metrics, screen, {.interval = 1ms});
    metrics.set(Gauge::cpu_permits_available, 1);
    metrics.count(Counter::io_reads);
    reporter.finish();
  }
  const std::string text = terminal.screen();
  EXPECT_TRUE(text.starts_with("=== PIPELINE METRICS (")) << text;
  EXPECT_EQ(text.find("===", 8), text.rfind("===")) << text;
  EXPECT_NE(text.find("  Permits Available: 1/2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  Buffer Pool: 0% reuse rate\n"), std::string::npos);
}

TEST(Reporter, EndsAtOnceHoweverLongItsInterval) {
  FakeTerminal terminal(80, 40);
  LiveText screen(terminal.fd());
  Metrics metrics(2, 12);
  metrics.count(Counter::io_reads);
  Reporter(metrics, screen, {.interval = 24h}).finish();  // or the test hangs
  EXPECT_TRUE(terminal.screen().starts_with("=== PIPELINE METRICS ("));
}

TEST(Reporter, ShowsNothingWhereNoDashboardIsWanted) {
  FakeTerminal terminal(80, 40);
  LiveText screen(terminal.fd());
  Metrics metrics(2, 12);
  Reporter(metrics, screen, {.interval = 1ms, .shown = Shown::nothing})
      .finish();
  EXPECT_EQ(terminal.screen(), "");
}

TEST(Reporter, LeavesNoDashboardOfARunThatDidNotBegin) {
  FakeTerminal terminal(80, 40);
  LiveText screen(terminal.fd());
  Metrics metrics(2, 12);
  Reporter(metrics, screen, {.interval = 24h}).finish();
  EXPECT_EQ(terminal.screen(), "");
}

// Waits for what the reporter's thread draws, which it does again and again.
TEST(Reporter, ShowsProgressInItsPlaceAndTakesItAwayAtTheEnd) {
  FakeTerminal terminal(80, 40);
  LiveText screen(terminal.fd());
  Metrics metrics(2, 12);
  metrics.expect_bytes(2000);
  metrics.count(Counter::bytes_processed, 500);
  Reporter reporter(
      metrics, screen,
      {.interval = 1ms, .shown = Shown::progress, .command = "verify"});
  std::string text;
  while ((text = terminal.screen()).empty()) std::this_thread::yield();
  EXPECT_TRUE(text.starts_with("verify: 25 % of 2.0 KB, ")) << text;
  EXPECT_TRUE(text.ends_with("B/s\n")) << text;
  reporter.finish();
  EXPECT_EQ(terminal.screen(), "");
}

TEST(Reporter, WritesTheMetricsFileAtTheStartAndAtTheEnd) {
  const ScratchFolder folder;
  const fs::path file = folder / "run.prom";
  FakeTerminal terminal(80, 40);
  LiveText screen(terminal.fd());
  Metrics metrics(2, 12);
  {
    Reporter reporter(metrics, screen, {.interval = 0ms, .metrics_file = file});
    EXPECT_TRUE(file_has(file, "workbook_errors_total 0"));
    metrics.count(Counter::errors);
    EXPECT_TRUE(file_has(file, "workbook_errors_total 0"));
  }
  EXPECT_TRUE(file_has(file, "workbook_errors_total 1"));
}

TEST(Reporter, RefusesAMetricsFileThatCannotBeWritten) {
  FakeTerminal terminal(80, 40);
  LiveText screen(terminal.fd());
  Metrics metrics(2, 12);
  EXPECT_THROW(
      Reporter(metrics, screen, {.metrics_file = "/proc/none/run.prom"}),
      Failure);
  EXPECT_EQ(terminal.screen(), "");
}

}  // namespace
}  // namespace hb::pipeline
