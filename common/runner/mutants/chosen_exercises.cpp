#include "runner/mutants/chosen_exercises.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runner/system/process.hpp"
#include "runner/system/text.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// What git says; empty if there is none, or nothing to say.
std::string git(const Workspace& workspace, std::vector<std::string> words) {
  if (!is_on_path("git")) return "";
  ProcessOptions options;
  options.command = {"git", "-C", workspace.root.string()};
  options.command.insert(options.command.end(), words.begin(), words.end());
  options.only_standard_output = true;
  const ProcessResult result = run(options);
  return result.ok() ? trimmed(result.output) : "";
}

std::string base_of(const Workspace& workspace, const std::string& head) {
  std::string fork = git(workspace, {"merge-base", "HEAD", "origin/HEAD"});
  if (!fork.empty() && fork != head) return fork;
  return git(workspace, {"rev-parse", "--verify", "--quiet", "HEAD~"});
}

}  // namespace

std::vector<Exercise> changed_exercises(
    const std::vector<Exercise>& exercises,
    const std::vector<std::string>& changed) {
  std::vector<Exercise> chosen;
  for (const Exercise& exercise : exercises) {
    const bool has_changed =
        std::ranges::any_of(changed, [&](const auto& path) {
          return path.starts_with("exercises/" + exercise.folder + "/") ||
                 path.starts_with("solutions/" + exercise.folder + "/");
        });
    if (has_changed) chosen.push_back(exercise);
  }
  return chosen;
}

std::vector<Exercise> a_fifth_of(const std::vector<Exercise>& exercises,
                                 const std::string& commit) {
  constexpr unsigned kPart = 5;
  unsigned first = 0;
  for (const char c : commit) {
    const unsigned digit =
        c <= '9' ? unsigned(c - '0') : unsigned(c - 'a') + 10;
    first = (first * 16 + digit) % kPart;
  }
  std::vector<Exercise> chosen;
  for (std::size_t i = first; i < exercises.size(); i += kPart) {
    chosen.push_back(exercises[i]);
  }
  return chosen;
}

ChosenExercises choose_for_mutants(const Workspace& workspace,
                                   const std::vector<Exercise>& exercises) {
  const std::string head = git(workspace, {"rev-parse", "HEAD"});
  const std::string base = head.empty() ? "" : base_of(workspace, head);
  if (!base.empty()) {
    auto changed =
        lines_of(git(workspace, {"diff", "--name-only", "--no-renames", base}));
    const auto untracked = lines_of(
        git(workspace, {"ls-files", "--others", "--exclude-standard"}));
    changed.insert(changed.end(), untracked.begin(), untracked.end());
    auto chosen = changed_exercises(exercises, changed);
    if (!chosen.empty()) {
      return {std::move(chosen), "changed since " + base.substr(0, 7)};
    }
  }
  return {a_fifth_of(exercises, head),
          head.empty() ? "a fifth" : "a fifth, by commit " + head.substr(0, 7)};
}

}  // namespace hb::runner
