// Grading a prediction: which outcomes of small programs a learner calls
// allowed and which never, held against what the checker has found.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runner/catalog/exercise.hpp"

namespace hb::runner {

// An outcome that the checker has seen.
struct SeenOutcome {
  std::string outcome;  // "r1=0 r2=1"
  std::int64_t executions = 0;
  std::string replay;  // code of one of them
};

// A test that records the outcomes of its program, explored to its end.
struct PredictProgram {
  std::string name;  // of the test, without its suite
  std::int64_t executions = 0;
  std::vector<SeenOutcome> seen;
};

// From the checker's line of verdict.jsonl; nullopt if it records no outcomes.
std::optional<PredictProgram> read_program(const std::string& verdict_line);

// One execution for people.
struct WitnessText {
  std::string story;    // "first: store x = 1, load y -> 0", a line a turn
  std::string table;    // the steps, from the checker's report
  std::string machine;  // what x86 hardware does of it, or empty
};
// From the checker's line of verdict.jsonl that shows one execution.
WitnessText read_witness(const std::string& verdict_line);

using ShowWitness = std::function<WitnessText(const PredictProgram& program,
                                              const SeenOutcome& outcome)>;

struct Grade {
  bool right = true;
  std::string program;  // of the first thing wrong; may be empty
  int line = 0;         // of the first thing wrong
  std::string text;     // the report, up to what to try
};

// Grades the text of `file`, the one that the learner edits. Throws UserError
// (3) if exercise.toml calls never what the checker has seen.
Grade grade_prediction(const Exercise& exercise, const std::string& file,
                       const std::string& text,
                       const std::vector<PredictProgram>& programs,
                       const ShowWitness& show);

}  // namespace hb::runner
