// Progress for somebody else: one learner's report, and a class's.
//
//   {"schema":1, "learner":"Ada", "exercises":[
//     {"id":"channels.close", "number":"07a", "title":"Close: end the stream",
//      "state":"untouched|started|solved|seen", "since":"2026-03-01T10:15:00Z",
//      "hints":0}]}
//
// `since` is when the exercise came into its state, UTC; empty if untouched.
// A report says what the learner's own runner noted: it is no proof.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runner/learner/progress.hpp"

namespace hb::runner {

struct ReportedExercise {
  std::string id, number, title;
  State state = State::untouched;
  std::string since;
  int hints = 0;
};

struct Report {
  std::string learner;
  std::vector<ReportedExercise> exercises;
};

Report make_report(const std::string& learner,
                   const std::vector<Exercise>& exercises,
                   const Progress& progress);

std::string report_text(const Report& report);
std::string report_json(const Report& report);
// solved passes, untouched is skipped, all else fails: what grading wants.
std::string report_junit(const Report& report);

// Reads report_json(). Throws UserError (2) naming `file`.
Report read_report(const std::string& json, const std::string& file);

// A class: `reports` by the file they came from. Throws UserError (2) if two
// of them are of one learner.
struct NamedReport {
  std::string file;
  Report report;
};
std::string class_text(const std::vector<NamedReport>& reports);
//   {"schema":1,
//    "learners":[{"learner", "untouched", "started", "solved", "seen",
//                 "hints"}],
//    "exercises":[{"id", "number", "title", "untouched", "started", "solved",
//                  "seen", "hints"}]}
std::string class_json(const std::vector<NamedReport>& reports);

}  // namespace hb::runner
