// What a run did, for programs: one JSON object.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

// An item that did not go well.
struct FailedItem {
  std::string item;
  std::string stage;
  std::string text;
};

// What the metrics do not know. Names may hold any bytes.
struct RunFacts {
  std::string command;  // "pack"
  std::string input = {};
  std::string output = {};
  int exit_code = 0;
  std::optional<std::string> failure = {};  // why the run did not end well
  std::vector<FailedItem> failed_items = {};
  std::map<std::string, std::string> options = {};  // as decided
  std::optional<double> cpu_seconds = {};           // user and system
};

// One object, indented, with an end of line. "schema" is 1 as long as no key
// changes its meaning; units stand in the names; bytes of names that are not
// UTF-8 are written \xNN. Rates are averages since the start.
std::string report_json(const MetricsView& view, const RunFacts& facts);

}  // namespace hb::pipeline
