// What the learner has done: .workbook/progress.tsv, one line an exercise.
//
//   channels.close<TAB>solved<TAB>2026-03-01T10:15:00Z
//
// Kept under the permanent id, so that renumbering loses nothing. A line that
// cannot be read is kept as it is and ignored.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

enum class State { untouched, started, solved, seen };  // seen: gave up

std::string_view name_of(State state);
std::optional<State> state_named(std::string_view name);

struct Progress {
  struct Entry {
    State state = State::untouched;
    std::string since;  // when it came into that state, UTC
    int hints = 0;      // how many were shown
  };

  State state_of(const Exercise& exercise) const;
  int hints_of(const Exercise& exercise) const;
  std::ptrdiff_t count_solved(const std::vector<Exercise>& exercises) const;

  std::map<std::string, Entry> entries;  // by id
  std::vector<std::string> unreadable;   // lines, kept
};

Progress read_progress(const Workspace& workspace);

// Reads, changes and writes the file under a lock, so that two runners at once
// lose nothing. Throws UserError (3) if it cannot be written.
void change_progress(const Workspace& workspace, const Exercise& exercise,
                     State state, int hints);

// The exercise to work on: the first that is not solved. Null if all are.
const Exercise* current_exercise(const std::vector<Exercise>& exercises,
                                 const Progress& progress);

}  // namespace hb::runner
