// What a run shows while it works and when it ends: the dashboard, the log, the
// metrics for Prometheus, the report.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "call.hpp"
#include "pipeline/metrics/log.hpp"
#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

// Processors to count on: --threads, or what there are.
std::size_t processors(const Call& call);

// What is drawn on a terminal while it works: none with --quiet.
enum class Drawn { nothing, dashboard, progress };

// One a run. Its threads end with it. REQUIRES: made after Shutdown, which
// blocks the signals that its threads must not get.
class RunView {
 public:
  // `command`: its name in the report. Permits: for the dashboard's "3/8".
  // Throws Failure where the metrics' file or port cannot be had.
  RunView(const Call& call, std::string command, Drawn drawn,
          std::int64_t cpu_permits = 1, std::int64_t io_permits = 1);
  ~RunView();

  RunView(const RunView&) = delete;
  RunView& operator=(const RunView&) = delete;

  Metrics& metrics();
  Log& log();

  // Calls `body`, which ends with end() and returns the exit code. A Failure
  // gets its report, too, and goes on.
  int run(const std::function<int()>& body);

  // The last dashboard, the last metrics; and with --json `facts` and all
  // metrics on standard output.
  void end(const nlohmann::ordered_json& facts);

  // A line on standard output; none with --quiet or --json.
  template <typename... Values>
  void say(fmt::format_string<Values...> format, Values&&... values) {
    if (speaks()) {
      fmt::print("{}\n", fmt::format(format, std::forward<Values>(values)...));
    }
  }

 private:
  bool speaks() const;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hb::pipeline
