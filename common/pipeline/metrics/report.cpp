#include "pipeline/metrics/report.hpp"

#include <cstddef>
#include <nlohmann/json.hpp>

#include "pipeline/metrics/names.hpp"
#include "pipeline/text.hpp"

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

Json failed_json(const RunFacts& facts) {
  Json all = Json::array();
  for (const FailedItem& failed : facts.failed_items) {
    all.push_back({{"item", printable(failed.item)},
                   {"stage", printable(failed.stage)},
                   {"text", printable(failed.text)}});
  }
  return all;
}

Json options_json(const RunFacts& facts) {
  Json all = Json::object();
  for (const auto& [name, value] : facts.options) {
    all[printable(name)] = printable(value);
  }
  return all;
}

}  // namespace

std::string report_json(const MetricsView& view, const RunFacts& facts) {
  Json report = {
      {"schema", 1},
      {"command", printable(facts.command)},
      {"input", printable(facts.input)},
      {"output", printable(facts.output)},
      {"exit_code", facts.exit_code},
      {"failure", facts.failure ? Json(printable(*facts.failure)) : Json()},
      {"failed_items", failed_json(facts)},
      {"options", options_json(facts)},
      {"elapsed_seconds", std::chrono::duration<double>(view.elapsed).count()},
      {"cpu_seconds", facts.cpu_seconds ? Json(*facts.cpu_seconds) : Json()},
      {"resident_bytes", view.rss_bytes},
      {"peak_resident_bytes", view.peak_rss_bytes},
      {"cpu_permits", view.cpu_permits},
      {"io_permits", view.io_permits},
      {"rates", rates_json(view)}};
  report.update(metrics_json(view));
  return report.dump(2) + "\n";
}

}  // namespace hb::pipeline
