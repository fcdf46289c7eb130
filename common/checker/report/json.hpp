// Verdicts as lines of verdict.jsonl, schema 1.
#pragma once

#include <optional>
#include <string>

#include "checker/report/coverage.hpp"
#include "checker/report/story.hpp"
#include "checker/report/what_if.hpp"

namespace hb::checker {

// One line, ended by '\n', of a test that was rejected.
std::string json_verdict(const Story& story,
                         const std::optional<WhatIf>& what_if);

// One line of a test that no execution rejected.
std::string json_verdict(const TestName& name, const Coverage& coverage);

}  // namespace hb::checker
