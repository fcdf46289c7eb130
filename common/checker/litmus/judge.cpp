#include "checker/litmus/judge.hpp"

#include <algorithm>
#include <iterator>

#include "checker/litmus/interpreter.hpp"

namespace hb::checker::litmus {

namespace {

class Recorder final : public ExecutionObserver {
 public:
  Recorder(const Program& program, const LitmusSource& source, Finding& finding)
      : source_(source),
        finding_(finding),
        observables_(observables_of(program)) {}

  bool on_execution(const Execution& execution) override {
    if (execution.ending == Ending::complete) {
      finding_.outcomes.insert(source_.outcome(execution.graph, observables_));
    }
    if (execution.ending != Ending::rejected) return true;
    switch (execution.failure->kind) {
      case Kind::deadlock:
        finding_.deadlock = true;
        return true;
      case Kind::race:
        finding_.race = true;
        return false;
      default:
        finding_.other_failure = *execution.failure;
        return false;
    }
  }

 private:
  const LitmusSource& source_;
  Finding& finding_;
  const std::vector<Observable> observables_;
};

std::string count_of(std::int64_t count, const char* what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

// The outcomes of `a` that `b` lacks, if any: how many, and the first of them.
void list_missing(const std::set<Outcome>& a, const std::set<Outcome>& b,
                  const std::string& problem, std::vector<std::string>& found) {
  std::vector<Outcome> missing;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(),
                      std::back_inserter(missing));
  if (missing.empty()) return;
  found.push_back(count_of(std::int64_t(missing.size()), "outcome") + ' ' +
                  problem + ": " + to_string(missing.front()) +
                  (missing.size() == 1 ? "" : ", ..."));
}

}  // namespace

Settings exhaustive_settings() {
  Settings settings;
  settings.spurious = 0;
  settings.max_executions = 100'000'000;
  settings.max_seconds = 600;
  settings.max_events = 1000;
  return settings;
}

Finding explore_program(const Program& program, const Settings& settings) {
  Finding finding;
  LitmusSource source(program);
  Recorder recorder(program, source, finding);
  Explorer explorer(source, settings);
  const Exploration exploration = explorer.explore(recorder);
  finding.executions = exploration.complete;
  finding.limit = exploration.limit;
  finding.replays = exploration.replays;
  return finding;
}

Finding sample_program(const Program& program, std::int64_t executions,
                       std::uint64_t seed) {
  Finding finding;
  LitmusSource source(program);
  Recorder recorder(program, source, finding);
  Settings settings = exhaustive_settings();
  settings.max_executions = executions;
  finding.executions =
      Explorer(source, settings).sample(recorder, seed).executions;
  return finding;
}

std::vector<std::string> disagreements(const Program& program,
                                       const Finding& finding) {
  std::vector<std::string> found;
  if (finding.other_failure) {
    found.push_back(std::string(name_of(finding.other_failure->kind)) + ": " +
                    finding.other_failure->message);
  } else if (!finding.limit.empty()) {
    found.push_back("not finished: the limit of " + finding.limit + " was hit");
  } else if (finding.race != program.race) {
    found.push_back(program.race ? "no data race was found"
                                 : "a data race was found");
  }
  if (!found.empty() || program.race) return found;
  if (finding.deadlock != program.deadlock) {
    found.push_back(program.deadlock ? "no deadlock was found"
                                     : "a deadlock was found");
  }
  if (finding.executions != program.executions) {
    found.push_back(count_of(finding.executions, "execution") + ", not " +
                    std::to_string(program.executions));
  }
  if (program.states_outcomes) {
    list_missing(program.allowed, finding.outcomes, "never seen", found);
    list_missing(finding.outcomes, program.allowed, "not allowed", found);
  }
  return found;
}

}  // namespace hb::checker::litmus
