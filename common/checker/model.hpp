// The checker without GoogleTest: explore a body, get a result.
//
//   hb::Result result = hb::check([] { ... });
//   if (!result.accepted()) puts(result.report.c_str());
//
// Each call explores in a child process, so captured variables carry nothing
// out; with Flags::no_fork (for a debugger) it is the same process, and still
// every execution's writes are undone.
//
// Thread safety: one call at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checker/options.hpp"

namespace hb {

struct Result {
  std::string kind = "accepted";  // or "inconclusive", "race", "deadlock" ...
  std::string message;            // one sentence; empty if accepted
  std::string report;  // for people: the failing execution, or the coverage
  std::string explanation;  // the same in five sentences, if asked for
  std::string svg;          // a timeline, if asked for
  std::string json;         // a line of verdict.jsonl
  std::string coverage;     // "all 243 executions, 2 threads"
  std::string replay;       // code of the execution that is shown
  std::string refusal;  // why Flags::replay cannot be shown; nothing was run
  std::string file;     // where it failed, if known
  int line = 0;
  std::int64_t executions = 0;
  std::int64_t failing = 0;
  std::int64_t blocked = 0;
  std::int64_t replays = 0;
  bool complete = true;  // false if a limit was hit
  double seconds = 0;

  bool accepted() const { return kind == "accepted"; }
  bool inconclusive() const { return kind == "inconclusive"; }
};

// What the command line says. It wins over the options of a test, except for
// `defaults`, which hold where neither says anything.
struct Flags {
  ExploreOptions defaults;
  std::optional<std::int64_t> max_executions;
  std::optional<double> max_seconds;
  std::optional<int> max_events;
  std::optional<int> spurious;
  std::optional<int> timeouts;
  std::optional<int> retries;
  std::optional<bool> reductions;
  std::optional<int> processes;
  std::optional<std::int64_t> sample;  // so many random executions, not all
  std::uint64_t seed = 1;              // of them
  std::string exercise;                // "07a", in a workbook
  std::string name;                    // of the program or the exercise
  std::string replay;                  // a code
  std::string json;                    // a file
  std::string svg;
  std::vector<Budget> thread_budgets;  // of each thread, from its beginning on
  bool explain = false;
  int columns = 110;  // what a report may take
  bool no_fork = false;
  bool fail_fast = false;
  bool self_check = false;
  bool step = false;   // let the caller be the scheduler; see CONTRIBUTING
  int step_input = 0;  // descriptors of its commands and of our answers
  int step_output = 1;
  // Ten times a second, in the calling process.
  std::function<void(std::int64_t executions, double share)> on_progress;
};
Flags& flags();

Result check(const std::function<void()>& body,
             const ExploreOptions& options = {}, const std::string& test = "");

namespace checker {

// A test framework's word that an expectation failed, in the body. The
// execution ends at the thread's next operation.
void expectation_failed(const std::string& file, int line,
                        const std::string& message);
// True while a body runs, also in a child.
bool is_exploring();

}  // namespace checker
}  // namespace hb
