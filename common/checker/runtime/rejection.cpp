#include "checker/runtime/rejection.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "checker/report/explain.hpp"
#include "checker/report/json.hpp"
#include "checker/report/program_symbols.hpp"
#include "checker/report/replay_code.hpp"
#include "checker/report/story.hpp"
#include "checker/report/svg.hpp"
#include "checker/report/text_report.hpp"
#include "checker/report/what_if.hpp"
#include "checker/runtime/changed_order.hpp"
#include "checker/runtime/recorder.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {
namespace {

// What all of the report's re-checks together may take.
constexpr double kWhatIfSeconds = 1;

class Recording final : public ExecutionObserver {
 public:
  bool on_execution(const Execution& execution) override {
    recorded_ = finish_recording(execution);
    return false;
  }
  RecordedExecution take() { return std::move(recorded_); }

 private:
  RecordedExecution recorded_;
};

class UntilFailure final : public ExecutionObserver {
 public:
  bool on_execution(const Execution& execution) override {
    failed_ = failed_ || execution.ending == Ending::rejected;
    return !failed_;
  }
  bool failed() const { return failed_; }

 private:
  bool failed_ = false;
};

RecordedExecution record(const Rerun& rerun, const RecordedExecution& frame,
                         const Findings& findings) {
  start_recording(findings.address_of_simplest());
  Recording recording;
  rerun.explorer.replay(findings.simplest(), recording);
  RecordedExecution result = recording.take();
  result.test = frame.test;
  result.counts = frame.counts;
  result.bounds = frame.bounds;
  result.unseen = frame.unseen;
  result.fingerprint = frame.fingerprint;
  return result;
}

// Explores everything anew with one memory order changed.
class Rechecks {
 public:
  explicit Rechecks(const Rerun& rerun)
      : rerun_(rerun), began_(std::chrono::steady_clock::now()) {}

  Recheck operator()(const Site& site, Order order) {
    const double left = kWhatIfSeconds - seconds();
    if (left <= 0) return {};
    Settings settings = rerun_.settings;
    settings.max_seconds = std::min(settings.max_seconds, left);
    settings.processes = 1;
    const ChangedOrderScope changed(site.addresses, order);
    Explorer explorer(rerun_.source, settings);
    UntilFailure observer;
    const Exploration explored = explorer.explore(observer);
    Recheck result;
    result.executions = explored.executions;
    if (observer.failed()) {
      result.outcome = Recheck::Outcome::fails;
    } else if (explored.limit.empty() && exploring().refusal.empty()) {
      result.outcome = Recheck::Outcome::passes;
    }
    return result;
  }

 private:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         began_)
        .count();
  }

  const Rerun& rerun_;
  const std::chrono::steady_clock::time_point began_;
};

}  // namespace

void reject(const Rerun& rerun, const RecordedExecution& frame,
            const Findings& findings, Result& result) {
  const RecordedExecution execution = record(rerun, frame, findings);
  if (!execution.failure) {
    reject_as_a_whole(frame,
                      {Kind::nondeterministic,
                       "an execution that failed did not fail again: the test "
                       "depends on time, chance or an address"},
                      result);
    return;
  }
  result.kind = name_of(execution.failure->failure.kind);
  result.message = execution.failure->failure.message;
  result.file = execution.failure->file;
  result.line = execution.failure->line;

  const ProgramSymbols symbols("/proc/self/exe");
  const Story story(execution, symbols);
  // The exploration knows nothing of the expectations over all executions.
  Rechecks rechecks(rerun);
  std::optional<WhatIf> what_if;
  if (const auto sites = weak_sites(story); !sites.empty()) {
    what_if = find_fix(sites, [&](const Site& site, Order order) {
      return rechecks(site, order);
    });
  }
  result.report = text_report(story, what_if);
  result.json = json_verdict(story, what_if);
  result.replay = replay_code_of(execution);
  if (rerun.flags.explain) result.explanation = explain(story, what_if);
  if (!rerun.flags.svg.empty()) result.svg = svg_timeline(story);
}

void reject_as_a_whole(const RecordedExecution& frame, const Failure& failure,
                       Result& result) {
  RecordedExecution execution = frame;
  execution.failure = RecordedFailure();
  execution.failure->failure = failure;
  execution.counts.failing =
      std::max<std::int64_t>(execution.counts.failing, 1);
  result.kind = name_of(failure.kind);
  result.message = failure.message;
  const ProgramSymbols symbols("/proc/self/exe");
  const Story story(execution, symbols);
  result.report = headline(execution) + "\n\n  " + failure.message + "\n";
  result.json = json_verdict(story, std::nullopt);
}

}  // namespace hb::checker
