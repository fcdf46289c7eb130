#include "runner/mutants/chosen_exercises.hpp"

#include "runner/catalog/turns.hpp"
#include "runner/system/changes.hpp"

namespace hb::runner {

std::vector<Exercise> changed_exercises(
    const std::vector<Exercise>& exercises,
    const std::vector<std::string>& changed) {
  std::vector<Exercise> chosen;
  for (const Exercise& exercise : exercises) {
    if (has_changed(exercise, changed)) chosen.push_back(exercise);
  }
  return chosen;
}

std::vector<Exercise> a_fifth_of(const std::vector<Exercise>& exercises,
                                 const std::string& commit) {
  constexpr unsigned kPart = 5;
  std::vector<Exercise> chosen;
  for (std::size_t i = turn_of(commit, kPart); i < exercises.size();
       i += kPart) {
    chosen.push_back(exercises[i]);
  }
  return chosen;
}

ChosenExercises choose_for_mutants(const Workspace& workspace,
                                   const std::vector<Exercise>& exercises) {
  const Changes changes = read_changes(workspace);
  auto chosen = changed_exercises(exercises, changes.files);
  if (!chosen.empty()) {
    return {std::move(chosen), "changed since " + short_hash(changes.base)};
  }
  return {a_fifth_of(exercises, changes.head),
          changes.head.empty()
              ? "a fifth"
              : "a fifth, by commit " + short_hash(changes.head)};
}

}  // namespace hb::runner
