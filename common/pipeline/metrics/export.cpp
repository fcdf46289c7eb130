#include "pipeline/metrics/export.hpp"

#include <cmath>
#include <cstddef>

#include "pipeline/metrics/names.hpp"

namespace hb::pipeline {
namespace {

std::string prefixed(std::string_view name, std::string_view suffix = "") {
  std::string all = "workbook_";
  all += name;
  all += suffix;
  return all;
}

void add_counters(const MetricsView& view, std::vector<ExportedValue>& list) {
  for (std::size_t i = 0; i < kCounters; ++i) {
    const MetricName& name = name_of(static_cast<Counter>(i));
    list.push_back({prefixed(name.name, "_total"), name.help,
                    static_cast<double>(view.counters[i])});
  }
  // WHY twice: the plan names these waits as counters in one place and as
  // histograms in another; a rate() of the counter is the share of time lost.
  for (const Timing which : {Timing::cpu_permit_wait, Timing::io_permit_wait}) {
    const MetricName& name = name_of(which);
    list.push_back(
        {prefixed(name.name, "_total"), name.help, view.timing(which).sum_ms});
  }
}

void add_gauges(const MetricsView& view, std::vector<ExportedValue>& list) {
  for (std::size_t i = 0; i < kGauges; ++i) {
    const MetricName& name = name_of(static_cast<Gauge>(i));
    list.push_back({prefixed(name.name), name.help,
                    static_cast<double>(view.gauges[i].now)});
  }
  const auto add_depth = [&](Gauge which) {
    const MetricName& name = name_of(which);
    list.push_back({prefixed(name.name, "_average"), name.help,
                    view.gauge(which).average});
    list.push_back({prefixed(name.name, "_most"), name.help,
                    static_cast<double>(view.gauge(which).most)});
  };
  add_depth(Gauge::cpu_queue_depth);
  add_depth(Gauge::writer_queue_depth);
  list.push_back({prefixed("cpu_permits"), "CPU tokens in all.",
                  static_cast<double>(view.cpu_permits)});
  list.push_back({prefixed("io_permits"), "I/O tokens in all.",
                  static_cast<double>(view.io_permits)});
  list.push_back({prefixed("resident_memory_bytes"),
                  "Memory of the process that is in RAM.",
                  static_cast<double>(view.rss_bytes)});
}

}  // namespace

Exported exported(const MetricsView& view) {
  Exported list;
  add_counters(view, list.counters);
  add_gauges(view, list.gauges);
  for (std::size_t i = 0; i < kTimings; ++i) {
    const MetricName& name = name_of(static_cast<Timing>(i));
    list.histograms.push_back(
        {prefixed(name.name), name.help, &view.timings[i]});
  }
  return list;
}

std::vector<double> exported_bounds_ms() {
  std::vector<double> bounds;
  for (const double us : bucket_bounds_us()) {
    // WHY by way of nanoseconds: the number nearest to 0.019953, so that it is
    // printed as that.
    bounds.push_back(std::round(us * 1e3) / 1e6);
  }
  return bounds;
}

}  // namespace hb::pipeline
