// The gallery: the wrong answers that people give to an exercise, each with
// the thought behind it, how it differs from the solution, and the execution
// that breaks it. Shown when nothing is left to spoil.
#pragma once

#include <functional>
#include <string>

#include "runner/catalog/answers.hpp"
#include "runner/catalog/exercise.hpp"
#include "runner/system/screen.hpp"

namespace hb::runner {

// Judges each wrong answer by the checker and hands over its entry, one after
// the other. Throws Stopped when the runner is told to stop.
void show_gallery(const Workspace& workspace, const Exercise& exercise,
                  const Style& style,
                  const std::function<void(const std::string& stage)>& progress,
                  const std::function<void(const std::string& entry)>& print);

// The lines in which the answer differs from the solution, - and + before them.
std::string difference(const Workspace& workspace, const Exercise& exercise,
                       const Answer& answer, const Style& style);

}  // namespace hb::runner
