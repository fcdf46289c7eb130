// Shows a run while it goes on, and once at its end: the dashboard, or a line
// of progress, in its place on a terminal; the metrics in a file.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "pipeline/metrics/live_text.hpp"
#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

enum class Shown {
  nothing,
  dashboard,  // whose last picture stays
  progress,   // a line, which is gone at the end
};

struct ReporterOptions {
  std::chrono::milliseconds interval{200};  // 0: at the end only
  Shown shown = Shown::dashboard;
  std::string command = {};  // before the progress
  std::optional<std::filesystem::path> metrics_file = {};
};

// One thread, "metrics", that takes a picture every interval for both; none
// where there is nothing to do before the end.
class Reporter {
 public:
  // Writes the file once, so that a path that cannot be written is known before
  // any work: throws Failure. REQUIRES: `metrics` and `screen` outlive it.
  Reporter(const Metrics& metrics, LiveText& screen, ReporterOptions options);

  // finish() without its errors, where it was not called.
  ~Reporter();

  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;

  // Ends the drawing at once, leaves the last dashboard of a run that had begun
  // and writes the file a last time: throws Failure if that fails. What failed
  // before and not at the end is forgotten: the file is whole.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hb::pipeline
