// The hints of an exercise, one more each time.
#pragma once

#include <optional>
#include <string>

#include "runner/catalog/exercise.hpp"
#include "runner/judge/verdict.hpp"
#include "runner/system/screen.hpp"

namespace hb::runner {

// The first `shown` hints and what to try next. The second and the third are
// made from `last`, the verdict on the file as it is, where that tells more.
// REQUIRES: 1 <= shown <= 3.
std::string hint_text(const Exercise& exercise, int shown, const Style& style,
                      const std::optional<Verdict>& last = std::nullopt);

}  // namespace hb::runner
