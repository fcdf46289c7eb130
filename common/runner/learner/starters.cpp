#include "runner/learner/starters.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <map>
#include <optional>

#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

std::optional<std::string> from_git(const Exercise& exercise,
                                    const std::string& file) {
  if (!is_on_path("git")) return std::nullopt;
  ProcessOptions git;
  git.command = {"git", "-C", exercise.path.string(), "show", "HEAD:./" + file};
  git.only_standard_output = true;
  const ProcessResult result = run(git);
  if (!result.ok()) return std::nullopt;
  return result.output;
}

void keep_starter(const Workspace& workspace, const Exercise& exercise,
                  const std::string& file) {
  const fs::path kept = starter_path(workspace, exercise, file);
  if (fs::exists(kept)) return;
  if (const auto text = from_git(exercise, file)) {
    write_file(kept, *text);
  } else if (fs::exists(exercise.path / file) && !stop_requested()) {
    write_file(kept, read_file(exercise.path / file));
  }
}

// A folder for copies that did not exist before.
fs::path new_attempt(const Workspace& workspace, const Exercise& exercise) {
  const std::string now = fmt::format(
      "{:%Y-%m-%dT%H-%M-%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(
                                   std::chrono::system_clock::now())));
  const fs::path folder = workspace.state / "attempts" / exercise.number;
  fs::path attempt = folder / now;
  for (int n = 2; fs::exists(attempt); ++n) {
    attempt = folder / fmt::format("{}-{}", now, n);
  }
  return attempt;
}

}  // namespace

fs::path starter_path(const Workspace& workspace, const Exercise& exercise,
                      const std::string& file) {
  return workspace.state / "starters" / exercise.folder / file;
}

void keep_starters(const Workspace& workspace,
                   const std::vector<Exercise>& exercises) {
  for (const Exercise& exercise : exercises) {
    for (const std::string& file : exercise.edit) {
      try {
        keep_starter(workspace, exercise, file);
      } catch (const UserError&) {
        return;  // a full or read-only disk: the next command tries again
      }
    }
  }
}

fs::path restore_starter(const Workspace& workspace, const Exercise& exercise) {
  std::map<fs::path, std::string> changed;  // by the learner's file
  for (const std::string& file : exercise.edit) {
    const fs::path kept = starter_path(workspace, exercise, file);
    if (!fs::exists(kept)) {
      throw UserError(
          exit_code::kBroken,
          {fmt::format("no starter of {} was kept", exercise.label()), "",
           workspace.shown(kept) + " is not there, and git has no " + file +
               " either.",
           "git status"});
    }
    const fs::path path = exercise.path / file;
    const std::string starter = read_file(kept);
    if (!fs::exists(path) || read_file(path) != starter)
      changed[path] = starter;
  }
  // WHY all copies first: if one fails, nothing has been overwritten.
  const fs::path attempt = new_attempt(workspace, exercise);
  bool copied = false;
  for (const auto& [path, starter] : changed) {
    if (!fs::exists(path)) continue;
    write_file(attempt / path.filename(), read_file(path));
    copied = true;
  }
  for (const auto& [path, starter] : changed) write_file(path, starter);
  return copied ? attempt : fs::path();
}

}  // namespace hb::runner
