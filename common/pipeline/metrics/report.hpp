// What a run did, for programs: one JSON object.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

// One object, indented: "schema", which is 1 as long as no key changes its
// meaning, "command", then `facts`, what the metrics do not know, then the
// metrics. Units stand in the names; rates are averages since the start.
// REQUIRES: texts in `facts` are UTF-8; printable() makes any name so.
std::string report_json(const MetricsView& view, std::string_view command,
                        const nlohmann::ordered_json& facts);

}  // namespace hb::pipeline
