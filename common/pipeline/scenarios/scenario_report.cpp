#include "pipeline/scenarios/scenario_report.hpp"

#include <algorithm>

namespace hb::pipeline {

bool ScenarioReport::as_expected() const {
  return !expectations_.empty() &&
         std::ranges::all_of(expectations_, &Expectation::held);
}

std::string ScenarioReport::verdict() const {
  if (as_expected()) return "as expected";
  std::string text = "NOT as expected: ";
  if (expectations_.empty()) return text + "nothing was looked at";
  bool is_first = true;
  for (const Expectation& expectation : expectations_) {
    if (expectation.held) continue;
    if (!is_first) text += "; ";
    text += expectation.text;
    is_first = false;
  }
  return text;
}

}  // namespace hb::pipeline
