#include "runner/learner/progress.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <sstream>

#include "runner/system/machine_lock.hpp"

namespace hb::runner {
namespace {

std::filesystem::path file_of(const Workspace& workspace) {
  return workspace.state / "progress.tsv";
}

// False if the line is not one of ours.
bool read_line(const std::string& line, Progress& progress) {
  std::istringstream fields(line);
  std::string id, state, since, hints;
  std::getline(fields, id, '\t');
  std::getline(fields, state, '\t');
  std::getline(fields, since, '\t');
  std::getline(fields, hints, '\t');
  const auto known = state_named(state);
  int number = 0;
  std::from_chars(hints.data(), hints.data() + hints.size(), number);
  if (id.empty() || !known) return false;
  progress.entries[id] = {*known, since, number};
  return true;
}

}  // namespace

std::string_view name_of(State state) {
  switch (state) {
    case State::started:
      return "started";
    case State::solved:
      return "solved";
    case State::seen:
      return "seen";
    default:
      return "untouched";
  }
}

std::optional<State> state_named(std::string_view name) {
  for (const State state :
       {State::untouched, State::started, State::solved, State::seen}) {
    if (name_of(state) == name) return state;
  }
  return std::nullopt;
}

State Progress::state_of(const Exercise& exercise) const {
  const auto found = entries.find(exercise.id);
  return found == entries.end() ? State::untouched : found->second.state;
}

int Progress::hints_of(const Exercise& exercise) const {
  const auto found = entries.find(exercise.id);
  return found == entries.end() ? 0 : found->second.hints;
}

std::ptrdiff_t Progress::count_solved(
    const std::vector<Exercise>& exercises) const {
  return std::count_if(exercises.begin(), exercises.end(),
                       [this](const Exercise& exercise) {
                         return state_of(exercise) == State::solved;
                       });
}

Progress read_progress(const Workspace& workspace) {
  Progress progress;
  if (!std::filesystem::exists(file_of(workspace))) return progress;
  std::istringstream lines(read_file(file_of(workspace)));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (!read_line(line, progress)) progress.unreadable.push_back(line);
  }
  return progress;
}

void change_progress(const Workspace& workspace, const Exercise& exercise,
                     State state, int hints) {
  const FileLock lock(workspace.state / ".lock");
  Progress progress = read_progress(workspace);
  Progress::Entry& entry = progress.entries[exercise.id];
  if (entry.state == state && entry.hints == hints) return;
  if (entry.state != state) {
    entry.since = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                              fmt::gmtime(std::chrono::system_clock::to_time_t(
                                  std::chrono::system_clock::now())));
  }
  entry.state = state;
  entry.hints = hints;

  std::string text =
      "# What you have done in this workbook: id, state, since, hints shown.\n";
  for (const auto& [id, kept] : progress.entries) {
    text += fmt::format("{}\t{}\t{}\t{}\n", id, name_of(kept.state), kept.since,
                        kept.hints);
  }
  for (const std::string& line : progress.unreadable) text += line + "\n";
  write_file(file_of(workspace), text);
}

const Exercise* current_exercise(const std::vector<Exercise>& exercises,
                                 const Progress& progress) {
  for (const Exercise& exercise : exercises) {
    const State state = progress.state_of(exercise);
    if (state != State::solved && state != State::seen) return &exercise;
  }
  return nullptr;
}

}  // namespace hb::runner
