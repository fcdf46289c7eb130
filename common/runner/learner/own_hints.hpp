// Hints made from the learner's own failing execution: where it goes wrong and
// what kind of order is missing; and the one memory order that was tried and
// helps. Never the code.
#pragma once

#include <optional>
#include <string>

#include "runner/judge/verdict.hpp"

namespace hb::runner {

// The second hint. Nothing if the checker shows no execution of it.
std::optional<std::string> hint_of_place(const Verdict& verdict);

// The third: the strengthened order with which no execution failed any more.
std::optional<std::string> hint_of_fix(const Verdict& verdict);

}  // namespace hb::runner
