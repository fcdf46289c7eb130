#include "checker/runtime/rejection.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "checker/report/explain.hpp"
#include "checker/report/json.hpp"
#include "checker/report/linear_order.hpp"
#include "checker/report/program_symbols.hpp"
#include "checker/report/replay_code.hpp"
#include "checker/report/story.hpp"
#include "checker/report/svg.hpp"
#include "checker/report/text_report.hpp"
#include "checker/report/what_if.hpp"
#include "checker/runtime/changed_order.hpp"
#include "checker/runtime/recorder.hpp"
#include "checker/runtime/state.hpp"
#include "checker/runtime/step_replay.hpp"

namespace hb::checker {
namespace {

// What all of the report's re-checks together may take.
constexpr double kWhatIfSeconds = 1;

class LastExecution final : public ExecutionObserver {
 public:
  bool on_execution(const Execution& execution) override {
    recorded_ = finish_recording(execution);
    return false;
  }
  RecordedExecution take() { return std::move(recorded_); }

 private:
  RecordedExecution recorded_;
};

// Shows the graph of another explorer to those who ask of the running one:
// regions and histories.
class GraphScope final : public ExecutionObserver {
 public:
  explicit GraphScope(Explorer& explorer) : before_(running_graph()) {
    explorer.replay({}, *this);
  }
  ~GraphScope() override { set_running_graph(before_); }
  GraphScope(const GraphScope&) = delete;
  GraphScope& operator=(const GraphScope&) = delete;

  bool on_execution(const Execution& execution) override {
    set_running_graph(&execution.graph);
    return false;
  }

 private:
  const ExecutionGraph* const before_;
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
    const GraphScope graph(explorer);
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

void tell(const Rerun& rerun, const RecordedExecution& execution,
          Result& result) {
  const ProgramSymbols symbols("/proc/self/exe");
  const Story story(execution, symbols);
  Rechecks rechecks(rerun);
  std::optional<WhatIf> what_if;
  if (const auto sites = weak_sites(story);
      execution.failure && !sites.empty()) {
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

// The same without what comes after the failure, in the order that a report
// tells it in: as its replay code shows it. The execution as it is, if that
// fails in another way.
RecordedExecution up_to_failure(const Rerun& rerun,
                                const RecordedExecution& frame,
                                const RecordedExecution& execution) {
  const Replayed replayed =
      replay_steps(rerun.source, rerun.settings,
                   replay_steps_of(in_sequential_order(execution)));
  if (!replayed.refusal.empty()) return execution;
  RecordedExecution shorter =
      record(rerun, frame, replayed.events, exploring().failed_address);
  const bool is_same = shorter.failure && shorter.failure->failure.kind ==
                                              execution.failure->failure.kind;
  return is_same ? shorter : execution;
}

void name_failure(const RecordedFailure& failure, Result& result) {
  result.kind = name_of(failure.failure.kind);
  result.message = failure.failure.message;
  result.file = failure.file;
  result.line = failure.line;
}

}  // namespace

RecordedExecution record(const Rerun& rerun, const RecordedExecution& frame,
                         const std::vector<Event>& events,
                         std::uintptr_t address) {
  start_recording(address);
  LastExecution last;
  rerun.explorer.replay(events, last);
  RecordedExecution result = last.take();
  result.test = frame.test;
  result.counts = frame.counts;
  result.bounds = frame.bounds;
  result.unseen = frame.unseen;
  result.fingerprint = frame.fingerprint;
  result.columns = frame.columns;
  return result;
}

std::string replay_code_of(const Rerun& rerun, const RecordedExecution& frame,
                           const std::vector<Event>& events) {
  return replay_code_of(in_sequential_order(record(rerun, frame, events, 0)));
}

void show(const Rerun& rerun, const RecordedExecution& frame,
          const std::string& code, Result& result) {
  const DecodedReplay decoded = decode_replay(code, frame.fingerprint);
  std::string refusal = decoded.refusal;
  std::vector<Event> events;
  if (refusal.empty()) {
    Replayed replayed =
        replay_steps(rerun.source, rerun.settings, decoded.steps);
    refusal = replayed.refusal;
    events = std::move(replayed.events);
  }
  if (!refusal.empty()) {
    result.refusal = refusal;
    return;
  }
  RecordedExecution one = frame;
  one.counts.executions = 1;
  one.counts.is_replay = true;
  RecordedExecution execution =
      record(rerun, one, events, exploring().failed_address);
  execution.counts.failing = execution.failure ? 1 : 0;
  result.executions = 1;
  result.failing = execution.counts.failing;
  if (execution.failure) name_failure(*execution.failure, result);
  tell(rerun, execution, result);
}

void reject(const Rerun& rerun, const RecordedExecution& frame,
            const Findings& findings, Result& result) {
  const RecordedExecution execution =
      record(rerun, frame, findings.simplest(), findings.address_of_simplest());
  if (!execution.failure) {
    reject_as_a_whole(frame,
                      {Kind::nondeterministic,
                       "an execution that failed did not fail again: the test "
                       "depends on time, chance or an address"},
                      result);
    return;
  }
  name_failure(*execution.failure, result);
  tell(rerun, up_to_failure(rerun, frame, execution), result);
}

void reject_as_a_whole(const RecordedExecution& frame, const Failure& failure,
                       Result& result) {
  RecordedExecution execution = frame;
  execution.failure = RecordedFailure();
  execution.failure->failure = failure;
  // What all executions lack, all have in common.
  if (execution.counts.failing == 0) {
    execution.counts.failing = execution.counts.executions;
  }
  result.kind = name_of(failure.kind);
  result.message = failure.message;
  const ProgramSymbols symbols("/proc/self/exe");
  const Story story(execution, symbols);
  result.report = text_report_of_whole(execution);
  if (flags().explain) result.explanation = explain(story, std::nullopt);
  result.json = json_verdict(story, std::nullopt);
}

}  // namespace hb::checker
