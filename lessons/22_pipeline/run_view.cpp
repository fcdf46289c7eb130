#include "run_view.hpp"

#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "pipeline/failure.hpp"
#include "pipeline/metrics/live_text.hpp"
#include "pipeline/metrics/prometheus_endpoint.hpp"
#include "pipeline/metrics/report.hpp"
#include "pipeline/metrics/reporter.hpp"
#include "pipeline/text.hpp"

namespace hb::pipeline {

std::size_t processors(const Call& call) {
  if (call.threads) return *call.threads;
  return std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
}

namespace {

Shown shown_of(Drawn drawn) {
  switch (drawn) {
    case Drawn::nothing:
      break;
    case Drawn::dashboard:
      return Shown::dashboard;
    case Drawn::progress:
      return Shown::progress;
  }
  return Shown::nothing;
}

}  // namespace

struct RunView::State {
  State(const Call& call, std::string name, Drawn drawn,
        std::int64_t cpu_permits, std::int64_t io_permits)
      : view(call.view),
        command(std::move(name)),
        metrics(cpu_permits, io_permits),
        screen(STDERR_FILENO),
        log(screen, level_named(view.log_level).value_or(log::Level::warning)),
        reporter(std::in_place, metrics, screen,
                 ReporterOptions{
                     .interval = view.interval,
                     .shown = view.quiet ? Shown::nothing : shown_of(drawn),
                     .command = command,
                     .metrics_file = view.metrics_file,
                 }) {
    if (view.metrics_port) {
      endpoint.emplace(*view.metrics_port, [this] { return metrics.view(); });
      log.info("metrics", {{"port", endpoint->port()}});
    }
  }

  View view;
  std::string command;
  Metrics metrics;
  LiveText screen;
  Log log;
  std::optional<Reporter> reporter;
  std::optional<PrometheusEndpoint> endpoint;
};

RunView::RunView(const Call& call, std::string command, Drawn drawn,
                 std::int64_t cpu_permits, std::int64_t io_permits)
    : state_(std::make_unique<State>(call, std::move(command), drawn,
                                     cpu_permits, io_permits)) {}
RunView::~RunView() = default;

Metrics& RunView::metrics() { return state_->metrics; }
Log& RunView::log() { return state_->log; }

bool RunView::speaks() const {
  return !state_->view.quiet && !state_->view.json;
}

int RunView::run(const std::function<int()>& body) {
  try {
    return body();
  } catch (const Failure& failure) {
    end({{"exit_code", failure.exit_code()},
         {"failure", printable(failure.what())}});
    throw;
  }
}

void RunView::end(const nlohmann::ordered_json& facts) {
  state_->reporter->finish();
  if (!state_->view.json) return;
  fmt::print("{}\n",
             report_json(state_->metrics.view(), state_->command, facts));
}

}  // namespace hb::pipeline
