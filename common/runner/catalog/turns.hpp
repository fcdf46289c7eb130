// By turns: where all would take too long, a commit tests a part of it, which
// its hash chooses, so that a few commits test all.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runner/catalog/answers.hpp"
#include "runner/catalog/exercise.hpp"
#include "runner/system/changes.hpp"

namespace hb::runner {

// Which of so many parts has its turn: `commit`, a hash in hexadecimal, modulo
// `parts`.
unsigned turn_of(const std::string& commit, unsigned parts);

// True if one of these files, paths from the top, is the exercise's or its
// solution's.
bool has_changed(const Exercise& exercise,
                 const std::vector<std::string>& files);

// True if one of them is of what judges: any answer may get another verdict.
bool has_judge_changed(const std::vector<std::string>& files);

// Whether all wrong answers must be judged: what they depend on has changed, or
// git cannot tell.
bool needs_all_wrong_answers(const Exercise& exercise, const Changes& changes);

// Every second wrong answer, beginning with the first or the second, as the
// commit and the exercise say, and each right one.
std::vector<Answer> without_other_half(const std::vector<Answer>& answers,
                                       const Exercise& exercise,
                                       const std::string& commit);

}  // namespace hb::runner
