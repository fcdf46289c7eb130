// What each metric is called outside, and what it says.
#pragma once

#include <string_view>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

struct MetricName {
  std::string_view name;  // with its unit, without a prefix: chunk_cpu_time_ms
  std::string_view help;
};

const MetricName& name_of(Counter which);
const MetricName& name_of(Gauge which);
const MetricName& name_of(Timing which);

}  // namespace hb::pipeline
