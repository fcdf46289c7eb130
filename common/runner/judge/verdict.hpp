// What the judge says of one answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hb::runner {

// The kinds of CONTRIBUTING, Formats. `accepted` first, rejections after.
enum class Kind {
  accepted,
  inconclusive,
  build,
  forbidden,
  failure,
  race,
  deadlock,
  livelock,
  exception,
  terminate,
  exit,
  crash,
  use_after_free,
  double_free,
  leak,
  wrong_unlock,
  outlives,
  never_overlaps,
  over_budget,
  outcome,
  nondeterministic,
  hang,
};

std::string_view name_of(Kind kind);
std::optional<Kind> kind_of(std::string_view name);

// One line that the verdict points at.
struct Step {
  std::string thread;  // "T1", "main", or empty
  std::string file;    // as people read it
  int line = 0;
  std::string what;    // "writes", "reads", "waits"
  std::string source;  // the text of that line
};

// What the checker says of one explore(), from its line of verdict.jsonl.
struct Exploration {
  std::string kind;
  std::string text;         // the report, its first line as formats demand
  std::string explanation;  // five sentences, if asked for
  std::string coverage;     // "all 101 executions, 3 threads"
  std::string limit;        // that was hit, if inconclusive
  std::string replay;       // code of the execution that is shown
  std::string json;         // the line itself
  std::vector<std::string> notes;  // what was not seen
  std::int64_t executions = 0;
  std::int64_t failing = 0;
  bool complete = true;
  double seconds = 0;
};

struct Verdict {
  Kind kind = Kind::accepted;
  std::string number;  // "07a"
  std::string name;    // "close"
  std::string id;
  std::string test;     // the test it speaks of, without its suite
  std::string message;  // what went wrong, in one or more lines
  std::vector<Step> steps;
  std::vector<std::string> notes;  // what was not judged, and the like
  std::string output;              // what the answer itself printed
  int run = 0;                     // the run of the body that failed
  int runs = 0;                    // of all bodies together
  int tests = 0;                   // that ran
  int failed_tests = 0;
  int levels = 0;                     // of a "break" exercise that were tried
  bool by_checker = false;            // in every execution, or up to a limit
  bool on_real_threads = false;       // these were run
  bool complete = false;              // no limit was hit
  std::int64_t executions = 0;        // explored, of all tests together
  std::vector<std::string> coverage;  // a line a test
  std::optional<Exploration> exploration;  // the one it speaks of
  double seconds = 0;

  std::string label() const { return number + " " + name; }
  int exit_code() const;
};

// "failure in LosesNoValueThatSendAccepted": what an answer must get.
struct Expectation {
  Kind kind = Kind::failure;
  std::string test;  // empty for build and forbidden

  // On real threads a hang is all that a deadlock or livelock can show.
  bool is_met_by(Kind kind, std::string_view test) const;
  std::string text() const;
};

std::optional<Expectation> parse_expectation(std::string_view text);

}  // namespace hb::runner
