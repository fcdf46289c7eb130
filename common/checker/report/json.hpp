// Verdicts as lines of verdict.jsonl, schema 1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "checker/report/coverage.hpp"
#include "checker/report/story.hpp"
#include "checker/report/what_if.hpp"

namespace hb::checker {

// One line, ended by '\n', of a test that was rejected.
std::string json_verdict(const Story& story,
                         const std::optional<WhatIf>& what_if);

// A step as an element of `steps`.
nlohmann::ordered_json json_step(const Story& story, const Step& step);

// `object` as one line, ended by '\n', whatever bytes its texts hold.
std::string json_line(const nlohmann::ordered_json& object);

// An outcome that a test has recorded, and one execution that has it.
struct OutcomeSeen {
  std::vector<long long> values;
  std::int64_t executions = 0;
  std::string replay;
};
struct OutcomesSeen {
  std::vector<std::string> names;  // of the values, if the test gave any
  std::vector<OutcomeSeen> all;
};

// One line of a test that no execution rejected.
std::string json_verdict(const TestName& name, const Coverage& coverage,
                         const OutcomesSeen& outcomes = {});

}  // namespace hb::checker
