// A picture of a run as text for people: where it spends its time, on one
// screen.
#pragma once

#include <string>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

// 26 lines, each with its end. Rates are averages since the start. Units are
// decimal (1 MB is 1,000,000 bytes). The I/O queue is the writer's.
std::string dashboard(const MetricsView& view);

}  // namespace hb::pipeline
