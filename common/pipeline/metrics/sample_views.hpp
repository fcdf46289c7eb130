// Pictures of runs, made by hand: the layout's own sample, and four runs that
// each wait for something else. For tests; the book reads real ones.
#pragma once

#include <string_view>
#include <vector>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

struct SampleView {
  std::string_view name;        // "cpu_bound"
  std::string_view bottleneck;  // what the run waits for, and how one sees it
  MetricsView view;
};

// Every figure of it is another one.
MetricsView layout_sample();

// In order: cpu_bound, io_bound, writer_bound, memory_bound.
const std::vector<SampleView>& bottleneck_samples();

}  // namespace hb::pipeline
