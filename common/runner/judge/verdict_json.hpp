// A verdict as a line of verdict.jsonl, and back.
#pragma once

#include <optional>
#include <string>

#include "runner/judge/verdict.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

// One JSON object, without a newline.
std::string verdict_json(const Verdict& verdict, const Workspace& workspace);

// The verdict that verdict_json() wrote; nullopt for any other line.
std::optional<Verdict> read_verdict_json(const std::string& line,
                                         const Workspace& workspace);

}  // namespace hb::runner
