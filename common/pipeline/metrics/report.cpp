#include "pipeline/metrics/report.hpp"

#include <cstddef>
#include <nlohmann/json.hpp>

#include "pipeline/metrics/names.hpp"

namespace hb::pipeline {
namespace {

using Json = nlohmann::ordered_json;

Json times_json(const MetricsView& view) {
  Json all = Json::object();
  for (std::size_t i = 0; i < kTimings; ++i) {
    const Percentiles& times = view.timings[i];
    all[std::string(name_of(static_cast<Timing>(i)).name)] = {
        {"count", times.count}, {"sum", times.sum_ms}, {"p50", times.p50_ms},
        {"p95", times.p95_ms},  {"p99", times.p99_ms}, {"most", times.most_ms}};
  }
  return all;
}

Json metrics_json(const MetricsView& view) {
  Json counters = Json::object();
  for (std::size_t i = 0; i < kCounters; ++i) {
    counters[std::string(name_of(static_cast<Counter>(i)).name)] =
        view.counters[i];
  }
  Json gauges = Json::object();
  for (std::size_t i = 0; i < kGauges; ++i) {
    const GaugeView& gauge = view.gauges[i];
    gauges[std::string(name_of(static_cast<Gauge>(i)).name)] = {
        {"now", gauge.now}, {"average", gauge.average}, {"most", gauge.most}};
  }
  return {
      {"counters", counters}, {"gauges", gauges}, {"times", times_json(view)}};
}

Json rates_json(const MetricsView& view) {
  const double seconds = std::chrono::duration<double>(view.elapsed).count();
  const auto rate = [&](Counter which) {
    return seconds > 0 ? static_cast<double>(view.counter(which)) / seconds : 0;
  };
  return {{"files_per_second", rate(Counter::files_processed)},
          {"bytes_per_second", rate(Counter::bytes_processed)},
          {"chunks_per_second", rate(Counter::chunks_processed)}};
}

}  // namespace

std::string report_json(const MetricsView& view, std::string_view command,
                        const Json& facts) {
  Json report = {{"schema", 1}, {"command", command}};
  if (!facts.is_null()) report.update(facts);
  report.update(Json{
      {"elapsed_seconds", std::chrono::duration<double>(view.elapsed).count()},
      {"resident_bytes", view.rss_bytes},
      {"peak_resident_bytes", view.peak_rss_bytes},
      {"cpu_permits", view.cpu_permits},
      {"io_permits", view.io_permits},
      {"rates", rates_json(view)}});
  report.update(metrics_json(view));
  return report.dump(2);
}

}  // namespace hb::pipeline
