// scenario: one of five loads, what was seen of it, and whether that is right.

#include "pipeline/scenarios/scenario.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "pipeline/text.hpp"
#include "run_view.hpp"

namespace hb::pipeline {
namespace {

ScenarioOptions scenario_options_of(const Call& call) {
  return {.scale = call.scenario.scale,
          .seed = call.scenario.seed,
          .folder = call.scenario.folder,
          .processors = processors(call)};
}

nlohmann::ordered_json json_of(int number, const ScenarioReport& report) {
  auto expectations = nlohmann::ordered_json::array();
  for (const auto& expectation : report.expectations()) {
    expectations.push_back(
        {{"text", printable(expectation.text)}, {"held", expectation.held}});
  }
  return {{"schema", 1},
          {"command", "scenario"},
          {"scenario", number},
          {"as_expected", report.as_expected()},
          {"expectations", std::move(expectations)}};
}

}  // namespace

// WHY no RunView: its threads would be in the way of a fork.
int scenario_command(const Call& call) {
  const int number = call.scenario.number;
  try {
    const ScenarioReport report =
        run_scenario(number, scenario_options_of(call));
    if (call.view.json) {
      fmt::print("{}\n", json_of(number, report).dump(2));
    } else if (!call.view.quiet) {
      fmt::print("{}scenario {}: {}\n", report.text(), number,
                 report.verdict());
    } else if (!report.as_expected()) {
      fmt::print(stderr, "scenario {}: {}\n", number, report.verdict());
    }
    return report.as_expected() ? 0 : 1;
  } catch (const Interrupted& interrupted) {
    fmt::print(stderr, "pipeline: interrupted; its files are removed\n");
    return 128 + interrupted.signal;
  }
}

}  // namespace hb::pipeline
