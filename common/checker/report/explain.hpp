// The same execution as five plain sentences.
#pragma once

#include <optional>
#include <string>

#include "checker/report/story.hpp"
#include "checker/report/what_if.hpp"

namespace hb::checker {

// Where it was seen, what went wrong, the steps that lead to it, why they are
// possible, and what to do: wrapped, ended by '\n'.
std::string explain(const Story& story, const std::optional<WhatIf>& what_if);

}  // namespace hb::checker
