// A verdict for people.
#pragma once

#include <string>

#include "runner/judge/verdict.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

// The report: the kind and the test in the first line, the lines it happened
// at, the reason, and last what to try. Ends with a newline.
std::string verdict_text(const Verdict& verdict, const Workspace& workspace,
                         const Style& style);

// The same in five plain sentences, for --explain.
std::string verdict_explained(const Verdict& verdict);

}  // namespace hb::runner
