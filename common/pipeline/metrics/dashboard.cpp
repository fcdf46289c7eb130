#include "pipeline/metrics/dashboard.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <string_view>

#include "pipeline/text.hpp"

namespace hb::pipeline {
namespace {

std::uint64_t whole(double number) {
  return static_cast<std::uint64_t>(std::llround(number));
}

// WHY a decimal below ten: a large file every four seconds is not "0 files/s".
std::string rate(double per_second) {
  const bool is_small = per_second > 0 && per_second < 9.95;
  return is_small ? fmt::format("{:.1f}", per_second)
                  : grouped(whole(per_second));
}

std::string percentiles(const Percentiles& times) {
  return fmt::format("P50={:.1f}ms P95={:.1f}ms P99={:.1f}ms", times.p50_ms,
                     times.p95_ms, times.p99_ms);
}

std::string depth(const GaugeView& queue) {
  return fmt::format("avg={:.1f}, max={}", queue.average, queue.most);
}

std::string throughput(const MetricsView& view) {
  const double seconds = std::chrono::duration<double>(view.elapsed).count();
  const auto per_second = [&](Counter which) {
    return seconds > 0 ? static_cast<double>(view.counter(which)) / seconds : 0;
  };
  return fmt::format(
      "Throughput:\n"
      "  Files:  {} files/s\n"
      "  Bytes:  {}/s\n"
      "  Chunks: {} chunks/s\n",
      rate(per_second(Counter::files_processed)),
      bytes_text(whole(per_second(Counter::bytes_processed))),
      rate(per_second(Counter::chunks_processed)));
}

std::string resources(std::string_view title, std::int64_t available,
                      std::int64_t permits, const Percentiles& wait,
                      const GaugeView& queue) {
  return fmt::format(
      "{} Resources:\n"
      "  Permits Available: {}/{}\n"
      "  Permit Wait: {}\n"
      "  Queue Depth: {}\n",
      title, available, permits, percentiles(wait), depth(queue));
}

std::string latency(const MetricsView& view) {
  return fmt::format(
      "Latency (chunk processing):\n"
      "  CPU Time:  {}\n"
      "  Queue Wait: {}\n",
      percentiles(view.timing(Timing::chunk_cpu_time)),
      percentiles(view.timing(Timing::cpu_queue_wait)));
}

std::string memory(const MetricsView& view) {
  const auto reused =
      static_cast<double>(view.counter(Counter::buffers_reused));
  const double all =
      reused + static_cast<double>(view.counter(Counter::buffers_allocated));
  // WHY floor: one allocation too many is not shown as 100 %.
  const double share = all > 0 ? std::floor(100 * reused / all) : 0;
  return fmt::format(
      "Memory:\n"
      "  RSS: {} MB\n"
      "  Buffer Pool: {:.0f}% reuse rate\n",
      grouped(whole(static_cast<double>(view.rss_bytes) / 1e6)), share);
}

}  // namespace

std::string dashboard(const MetricsView& view) {
  return fmt::format(
      "=== PIPELINE METRICS ({:.1f}s elapsed) ===\n\n{}\n{}\n{}\n{}\n{}",
      std::chrono::duration<double>(view.elapsed).count(), throughput(view),
      resources("CPU", view.gauge(Gauge::cpu_permits_available).now,
                view.cpu_permits, view.timing(Timing::cpu_permit_wait),
                view.gauge(Gauge::cpu_queue_depth)),
      resources("I/O", view.gauge(Gauge::io_permits_available).now,
                view.io_permits, view.timing(Timing::io_permit_wait),
                view.gauge(Gauge::writer_queue_depth)),
      latency(view), memory(view));
}

}  // namespace hb::pipeline
