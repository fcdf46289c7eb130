#include "pipeline/metrics/reporter.hpp"

#include <algorithm>
#include <utility>

#include "exec/signal.hpp"
#include "exec/thread.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/metrics/dashboard.hpp"
#include "pipeline/metrics/progress.hpp"
#include "pipeline/metrics/prometheus_text.hpp"

namespace hb::pipeline {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

struct Reporter::State {
  const Metrics& metrics;
  LiveText& screen;
  const ReporterOptions options;
  exec::Signal ending = {};
  exec::Thread thread = {};
  bool is_finished = false;  // of the owner's thread alone

  bool has_work_before_the_end() const {
    const bool draws = options.shown != Shown::nothing && screen.is_in_place();
    return options.interval.count() > 0 && (draws || options.metrics_file);
  }

  void write_file(const MetricsView& view) const {
    if (options.metrics_file) write_metrics_file(*options.metrics_file, view);
  }

  void draw(const MetricsView& view) const {
    switch (options.shown) {
      case Shown::nothing:
        return;
      case Shown::dashboard:
        return screen.show(dashboard(view));
      case Shown::progress:
        // WHY not at once: of what is short only the end is of interest.
        if (view.elapsed >= options.interval) {
          screen.show(progress(options.command, view));
        }
    }
  }

  // What stays. WHY not always the dashboard: a run that did not begin has
  // nothing to show.
  std::string last(const MetricsView& view) const {
    const bool has_begun = view.counter(Counter::io_reads) > 0 ||
                           view.counter(Counter::chunks_processed) > 0;
    return options.shown == Shown::dashboard && has_begun ? dashboard(view)
                                                          : "";
  }

  void tick() const {
    const MetricsView view = metrics.view();
    draw(view);
    try {
      write_file(view);
    } catch (const Failure&) {  // tried again, and told at the end
    }
  }

  void run() {
    Clock::time_point next = Clock::now();
    do {
      tick();
      // WHY not from the last: after a stop of the whole process, pictures
      // would be made up for.
      next = std::max(next + options.interval, Clock::now());
    } while (ending.wait_until(next) != sync::Outcome::done);
  }
};

Reporter::Reporter(const Metrics& metrics, LiveText& screen,
                   ReporterOptions options)
    : state_(new State{.metrics = metrics,
                       .screen = screen,
                       .options = std::move(options)}) {
  state_->write_file(metrics.view());
  if (!state_->has_work_before_the_end()) return;
  state_->thread = exec::Thread({.name = "metrics"},
                                [state = state_.get()] { state->run(); });
}

Reporter::~Reporter() {
  try {
    finish();
  } catch (...) {  // who wants to know calls finish()
  }
}

void Reporter::finish() {
  if (std::exchange(state_->is_finished, true)) return;
  state_->ending.set();
  state_->thread.join();
  const MetricsView view = state_->metrics.view();
  state_->screen.keep(state_->last(view));
  state_->write_file(view);
}

}  // namespace hb::pipeline
