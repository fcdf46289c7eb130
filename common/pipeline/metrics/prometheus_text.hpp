// The metrics in Prometheus' text format, and as a file that is whole at every
// moment.
#pragma once

#include <filesystem>
#include <string>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

// Every name begins with workbook_; counters end in _total; times are
// histograms in milliseconds with bounds from 0.01 on. The two waits for
// permits are a histogram and, as a sum, a counter too. Source: Prometheus'
// exposition formats, text format 0.0.4.
std::string prometheus_text(const MetricsView& view);

// Writes it beside `path` and renames it: who reads sees a whole picture, the
// old one or the new one (node_exporter's textfile collector reads at any
// time). Not synced: a picture of a run is worth nothing after a crash.
// Throws Failure (cannot_create, io, permission).
void write_metrics_file(const std::filesystem::path& path,
                        const MetricsView& view);

}  // namespace hb::pipeline
