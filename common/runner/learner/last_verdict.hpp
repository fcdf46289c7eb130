// The last verdict on the learner's own file, for the hints that are made of
// it. Kept among what is built: losing it costs a check.
//
// Thread safety: one process writes at a time; a torn file reads as none.
#pragma once

#include <optional>

#include "runner/catalog/exercise.hpp"
#include "runner/judge/verdict.hpp"

namespace hb::runner {

void keep_last_verdict(const Workspace& workspace, const Exercise& exercise,
                       const Verdict& verdict);

// Nothing if the file has changed since.
std::optional<Verdict> last_verdict(const Workspace& workspace,
                                    const Exercise& exercise);

}  // namespace hb::runner
