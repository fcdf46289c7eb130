// A timeline of an execution as one self-contained SVG file.
#pragma once

#include <string>

#include "checker/report/story.hpp"

namespace hb::checker {

// Threads from left to right, time from top to bottom, an arrow for each value
// that goes from thread to thread: solid where it synchronizes, dashed where it
// does not; a red line between two accesses that race. Legible on light and on
// dark ground, and described in words for those who do not see it.
std::string svg_timeline(const Story& story);

}  // namespace hb::checker
