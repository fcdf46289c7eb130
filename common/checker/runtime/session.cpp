#include "checker/runtime/session.hpp"

#include <sched.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "checker/explorer/explorer.hpp"
#include "checker/report/coverage.hpp"
#include "checker/report/json.hpp"
#include "checker/runtime/crash.hpp"
#include "checker/runtime/program_source.hpp"
#include "checker/runtime/recorder.hpp"
#include "checker/runtime/rejection.hpp"
#include "checker/runtime/state.hpp"
#include "checker/runtime/step_session.hpp"
#include "checker/runtime/test_code.hpp"
#include "checker/runtime/warm_up.hpp"

namespace hb::checker {
namespace {

// The first that says anything decides.
template <typename Value, typename... Said>
void choose(Value& value, const std::optional<Said>&... said) {
  const auto take = [&](const auto& one) {
    if (one) value = static_cast<Value>(*one);
    return one.has_value();
  };
  static_cast<void>((take(said) || ...));
}

// A long exploration uses all that it may run on, up to a few: each process has
// its own copy of the test's memory.
int free_processors() {
  constexpr int kMost = 4;
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  return std::clamp(CPU_COUNT(&allowed), 1, kMost);
}

Settings settings_for(const ExploreOptions& options, const Flags& flags) {
  Settings settings;
  const ExploreOptions& defaults = flags.defaults;
  choose(settings.max_executions, flags.max_executions, options.max_executions,
         defaults.max_executions);
  choose(settings.max_events, flags.max_events, options.max_events,
         defaults.max_events);
  choose(settings.max_seconds, flags.max_seconds, options.max_seconds,
         defaults.max_seconds);
  choose(settings.spurious, flags.spurious, options.spurious,
         defaults.spurious);
  choose(settings.timeouts, flags.timeouts, options.timeouts,
         defaults.timeouts);
  choose(settings.retries, flags.retries, options.retries, defaults.retries);
  // WHY not with overlaps: which regions can overlap differs between executions
  // that are alike in everything else.
  settings.reductions =
      options.can_overlap.empty() && options.never_overlap.empty();
  choose(settings.reductions, flags.reductions, options.reductions);
  // Events are counted in 16 bits, and their cost grows with their square.
  constexpr int kMostEvents = 10'000;
  settings.max_events = std::min(settings.max_events, kMostEvents);
  settings.processes = flags.no_fork ? 1 : free_processors();
  choose(settings.processes, flags.processes);
  if (flags.sample) settings.max_executions = *flags.sample;
  settings.idle_time = options.time == Time::idle;
  settings.self_check = flags.self_check;
  return settings;
}

// A replay code belongs to one call of check() in one program.
std::uint64_t fingerprint_of_test(const SessionRequest& request) {
  const std::hash<std::string_view> hash;
  return fingerprint_of_code() ^ hash(request.test) ^
         (hash(request.body.target_type().name()) << 1);
}

// Shows the source the graph that will grow, and runs once what the test does
// only once a process.
class FirstLook final : public ExecutionObserver {
 public:
  bool on_execution(const Execution& execution) override {
    set_running_graph(&execution.graph);
    return false;
  }
};

// Why the test cannot be judged at all; empty if it can.
std::string refusal_of(const Exploration& explored) {
  if (!exploring().refusal.empty()) return exploring().refusal;
  // Nothing that was left at a bound has been seen to go right.
  if (explored.executions == 0 && explored.cut > 0 && explored.limit.empty()) {
    return "none of its executions ends before a bound is reached, of "
           "time-outs or of retries";
  }
  return "";
}

class Session {
 public:
  explicit Session(const SessionRequest& request)
      : request_(request),
        settings_(settings_for(request.options, request.flags)),
        expectations_(request.options, request.flags.thread_budgets) {}

  Result run(const Findings::OnProgress& on_progress) {
    warm_up();
    Exploring& all = exploring();
    all.retries = settings_.retries;
    all.time_is_idle = settings_.idle_time;
    all.refusal.clear();
    all.unseen.clear();
    set_expectations(&expectations_);
    const CrashGuard guard;
    ProgramSource source(request_.body);
    Explorer explorer(source, settings_);
    FirstLook first_look;
    explorer.replay({}, first_look);
    if (request_.flags.step) step(source, explorer);
    if (!request_.flags.replay.empty()) return replay(source, explorer);
    Findings findings(expectations_, on_progress);
    const Exploration explored =
        request_.flags.sample ? explorer.sample(findings, request_.flags.seed)
                              : explorer.explore(findings);
    Result result = judge(source, explorer, explored, findings);
    set_running_graph(nullptr);
    set_expectations(nullptr);
    return result;
  }

 private:
  RecordedExecution frame_of(const Exploration& explored,
                             const Findings& findings) const {
    RecordedExecution frame;
    frame.test = {request_.test, request_.flags.exercise, request_.flags.name};
    frame.counts.executions = explored.executions;
    frame.counts.failing = findings.failing();
    frame.counts.blocked = explored.blocked;
    frame.counts.cut = explored.cut;
    frame.counts.threads = findings.threads();
    frame.counts.reduced = explored.reduced;
    frame.counts.sampled = request_.flags.sample.has_value();
    frame.counts.limit = refusal_of(explored);
    frame.counts.refused = !frame.counts.limit.empty();
    if (!frame.counts.refused) frame.counts.limit = explored.limit;
    frame.counts.seconds = explored.seconds;
    frame.bounds.spurious = settings_.spurious;
    frame.bounds.timeouts = settings_.timeouts;
    frame.bounds.retries = settings_.retries;
    findings.add_bounds_to(frame.bounds);
    frame.unseen = exploring().unseen;
    frame.fingerprint = fingerprint_of_test(request_);
    frame.columns = flags().columns;
    return frame;
  }

  Result judge(ProgramSource& source, Explorer& explorer,
               const Exploration& explored, const Findings& findings) {
    const RecordedExecution frame = frame_of(explored, findings);
    Result result;
    result.executions = explored.executions;
    result.failing = findings.failing();
    result.blocked = explored.blocked;
    result.replays = explored.replays;
    result.seconds = explored.seconds;
    result.coverage = coverage_text(coverage_of(frame));
    if (frame.counts.refused) {
      inconclude(result, frame, "it cannot be judged: " + frame.counts.limit);
    } else if (findings.failing() > 0) {
      result.complete = explored.limit.empty() && !explored.stopped;
      reject({source, explorer, settings_, request_.flags}, frame, findings,
             result);
    } else if (request_.flags.sample) {
      inconclude(result, frame, "a sample only");
    } else if (!explored.limit.empty()) {
      inconclude(result, frame, "limit reached: " + explored.limit);
    } else if (Failure missing = {Kind::failure, ""};
               expectations_.find_what_is_missing(missing)) {
      reject_as_a_whole(frame, missing, result);
    } else {
      result.report = verdict_without_failure(frame.test, coverage_of(frame));
      result.json = json_verdict(
          frame.test, coverage_of(frame),
          outcomes_seen({source, explorer, settings_, request_.flags}, frame,
                        findings.witnesses()));
    }
    return result;
  }

  OutcomesSeen outcomes_seen(const Rerun& rerun, const RecordedExecution& frame,
                             const Witnesses& witnesses) const {
    OutcomesSeen seen;
    const Outcomes* const outcomes = request_.options.outcomes;
    if (outcomes != nullptr) seen.names = outcomes->names();
    for (const auto& [values, witness] : witnesses.all()) {
      seen.all.push_back({values, witness.executions,
                          replay_code_of(rerun, frame, witness.events)});
    }
    return seen;
  }

  [[noreturn]] void step(ProgramSource& source, Explorer& explorer) {
    const Exploration nothing;
    const Findings none(expectations_, nullptr);
    step_through({source, explorer, settings_, request_.flags},
                 frame_of(nothing, none));
  }

  Result replay(ProgramSource& source, Explorer& explorer) {
    const Exploration nothing;
    const Findings none(expectations_, nullptr);
    Result result;
    show({source, explorer, settings_, request_.flags}, frame_of(nothing, none),
         request_.flags.replay, result);
    set_running_graph(nullptr);
    set_expectations(nullptr);
    return result;
  }

  static void inconclude(Result& result, const RecordedExecution& frame,
                         std::string why) {
    result.kind = "inconclusive";
    result.complete = false;
    result.message = std::move(why);
    result.report = verdict_without_failure(frame.test, coverage_of(frame));
    result.json = json_verdict(frame.test, coverage_of(frame));
  }

  const SessionRequest& request_;
  const Settings settings_;
  Expectations expectations_;
};

}  // namespace

Result run_session(const SessionRequest& request,
                   const Findings::OnProgress& on_progress) {
  return Session(request).run(on_progress);
}

}  // namespace hb::checker
