// How far a run is, in one line.
#pragma once

#include <string>
#include <string_view>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

// "verify: 42 % of 1.0 GB, 2 s left, 350.2 MB/s\n"; `what` is the command's
// name. The rate is that of the whole run so far. Nothing where it is not known
// how much there is, or where nothing is done yet.
std::string progress(std::string_view what, const MetricsView& view);

}  // namespace hb::pipeline
