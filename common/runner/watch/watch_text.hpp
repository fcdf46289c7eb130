// What watch mode says around the verdicts.
#pragma once

#include <string>

#include "runner/catalog/catalog.hpp"
#include "runner/judge/verdict.hpp"
#include "runner/learner/progress.hpp"
#include "runner/system/screen.hpp"

namespace hb::runner {

// "3 of 11 solved"
std::string count_text(const Catalog& catalog, const Progress& progress);

// The exercise, its file and how far the learner is: two lines.
std::string header_text(const Workspace& workspace, const Catalog& catalog,
                        const Exercise& exercise, const Style& style);

// A verdict, and after a success the why and the count.
std::string news_text(const Workspace& workspace, const Catalog& catalog,
                      const Exercise& exercise, const Verdict& verdict,
                      const Style& style);

// No exercise is left.
std::string all_solved_text(const Catalog& catalog, const Progress& progress);

// The first unsolved exercise behind `current`, going round; null if there is
// no other.
const Exercise* exercise_after(const Catalog& catalog, const Exercise& current,
                               const Progress& progress);

}  // namespace hb::runner
