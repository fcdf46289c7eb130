// The hints of an exercise, one more each time.
#pragma once

#include <string>

#include "runner/catalog/exercise.hpp"
#include "runner/system/screen.hpp"

namespace hb::runner {

// The first `shown` hints and what to try next. REQUIRES: 1 <= shown <= 3.
std::string hint_text(const Exercise& exercise, int shown, const Style& style);

}  // namespace hb::runner
