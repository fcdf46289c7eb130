// One exercise, as its folder and its exercise.toml describe it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "runner/system/workspace.hpp"

namespace hb::runner {

enum class ExerciseKind { code, predict, break_it };

struct Forbidden {
  std::vector<std::string> words;
  std::string reason;
};

// [checker]; what is absent has the defaults of common/checker/explore.hpp.
struct CheckerLimits {
  std::optional<std::int64_t> max_executions, max_events, max_seconds;
  std::optional<std::int64_t> spurious, timeouts, retries;
};

// [[never]] of a predict exercise: an outcome that no execution has, and why.
struct NeverOutcome {
  std::string program;  // the name of a test
  std::string outcome;  // "r1=1 r2=0"
  std::string reason;   // a sentence without a full stop
};

struct Exercise {
  std::string number;  // "07a": lesson and letter, from the folders
  std::string name;    // "close"
  std::string topic;   // "07_channels"
  std::string folder;  // "07_channels/a_close"
  std::filesystem::path path;

  std::string id;  // permanent: progress is kept under it
  std::string title;
  std::int64_t minutes = 0;
  std::vector<std::string> edit;  // files, relative to path
  ExerciseKind kind = ExerciseKind::code;
  std::string why;
  std::vector<Forbidden> forbidden;
  std::vector<std::string> hints;  // exactly three
  CheckerLimits limits;
  std::vector<NeverOutcome> never;  // of predict only

  // "07a close", as every verdict begins.
  std::string label() const { return number + " " + name; }
  std::filesystem::path edited_file() const { return path / edit.front(); }
};

// "07a" for "07_channels/a_close".
std::string number_of(const std::string& folder);

// Reads the exercise in `folder` ("07_channels/a_close").
// Throws UserError (3) with file, line and column.
Exercise read_exercise(const Workspace& workspace, const std::string& folder);

}  // namespace hb::runner
