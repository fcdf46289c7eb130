// The metrics as a list that the exporters walk: names with their prefix,
// kinds, values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

struct ExportedValue {
  std::string name;
  std::string_view help;
  double value;
};

struct ExportedHistogram {
  std::string name;
  std::string_view help;
  const Percentiles* times;  // of the view
};

// Valid as long as the view.
struct Exported {
  std::vector<ExportedValue> counters;  // "_total"
  std::vector<ExportedValue> gauges;
  std::vector<ExportedHistogram> histograms;
};

Exported exported(const MetricsView& view);

// The upper bounds of a histogram's buckets in ms, without the last, infinity.
std::vector<double> exported_bounds_ms();

}  // namespace hb::pipeline
