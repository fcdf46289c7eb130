#include "runner/catalog/turns.hpp"

#include <algorithm>

namespace hb::runner {

unsigned turn_of(const std::string& commit, unsigned parts) {
  unsigned turn = 0;
  for (const char c : commit) {
    const unsigned digit =
        c <= '9' ? unsigned(c - '0') : unsigned(c - 'a') + 10;
    turn = (turn * 16 + digit) % parts;
  }
  return turn;
}

bool has_changed(const Exercise& exercise,
                 const std::vector<std::string>& files) {
  return std::ranges::any_of(files, [&](const std::string& path) {
    return path.starts_with("exercises/" + exercise.folder + "/") ||
           path.starts_with("solutions/" + exercise.folder + "/");
  });
}

bool has_judge_changed(const std::vector<std::string>& files) {
  return std::ranges::any_of(files, [](const std::string& path) {
    return path.starts_with("common/checker/") ||
           path.starts_with("common/runner/judge/") ||
           path.starts_with("common/lesson/") ||
           path == "common/cmake/judge.cmake";
  });
}

bool needs_all_wrong_answers(const Exercise& exercise, const Changes& changes) {
  return !changes.known() || has_judge_changed(changes.files) ||
         has_changed(exercise, changes.files);
}

std::vector<Answer> without_other_half(const std::vector<Answer>& answers,
                                       const Exercise& exercise,
                                       const std::string& commit) {
  // WHY the exercise, too: neighbours begin differently, so that exercises with
  // an odd number of wrong answers do not all have their dearer half at once.
  unsigned place = turn_of(commit, 2);
  for (const char c : exercise.number) place += static_cast<unsigned char>(c);
  std::vector<Answer> kept;
  for (const Answer& answer : answers) {
    if (answer.right || place++ % 2 == 0) kept.push_back(answer);
  }
  return kept;
}

}  // namespace hb::runner
