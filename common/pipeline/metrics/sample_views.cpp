#include "pipeline/metrics/sample_views.hpp"

#include <cmath>

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;

// Three percentiles in ms.
struct Times {
  double p50;
  double p95;
  double p99;
};

struct Depth {
  double average;
  std::int64_t most;
};

struct Sample {
  std::chrono::milliseconds elapsed{1200};
  double files_per_second;
  double bytes_per_second;
  double chunks_per_second;
  std::int64_t cpu_available;
  std::int64_t cpu_permits;
  Times cpu_wait;
  Depth cpu_queue;
  std::int64_t io_available;
  std::int64_t io_permits;
  Times io_wait;
  Depth writer_queue;
  Times cpu_time;
  Times queue_wait;
  std::uint64_t rss_bytes;
  std::uint64_t buffers_reused;
  std::uint64_t buffers_allocated;
};

MetricsView view_of(const Sample& sample) {
  MetricsView view;
  view.elapsed = sample.elapsed;
  const double seconds = std::chrono::duration<double>(sample.elapsed).count();
  const auto count = [&](Counter which, double value) {
    view.counters[static_cast<std::size_t>(which)] =
        static_cast<std::uint64_t>(std::llround(value));
  };
  count(Counter::files_processed, sample.files_per_second * seconds);
  count(Counter::bytes_processed, sample.bytes_per_second * seconds);
  count(Counter::chunks_processed, sample.chunks_per_second * seconds);
  count(Counter::buffers_reused, static_cast<double>(sample.buffers_reused));
  count(Counter::buffers_allocated,
        static_cast<double>(sample.buffers_allocated));

  const auto gauge = [&](Gauge which) -> GaugeView& {
    return view.gauges[static_cast<std::size_t>(which)];
  };
  gauge(Gauge::cpu_permits_available).now = sample.cpu_available;
  gauge(Gauge::io_permits_available).now = sample.io_available;
  const auto queue = [&](Gauge which, const Depth& depth) {
    gauge(which).average = depth.average;
    gauge(which).most = depth.most;
  };
  queue(Gauge::cpu_queue_depth, sample.cpu_queue);
  queue(Gauge::writer_queue_depth, sample.writer_queue);

  const auto time = [&](Timing which, const Times& times) {
    Percentiles& percentiles = view.timings[static_cast<std::size_t>(which)];
    percentiles.p50_ms = times.p50;
    percentiles.p95_ms = times.p95;
    percentiles.p99_ms = times.p99;
  };
  time(Timing::cpu_permit_wait, sample.cpu_wait);
  time(Timing::io_permit_wait, sample.io_wait);
  time(Timing::chunk_cpu_time, sample.cpu_time);
  time(Timing::cpu_queue_wait, sample.queue_wait);

  view.cpu_permits = sample.cpu_permits;
  view.io_permits = sample.io_permits;
  view.rss_bytes = sample.rss_bytes;
  return view;
}

constexpr Sample kCpuBound = {.elapsed = 8400ms,
                              .files_per_second = 41,
                              .bytes_per_second = 182e6,
                              .chunks_per_second = 174,
                              .cpu_available = 0,
                              .cpu_permits = 2,
                              .cpu_wait = {4.9, 11.8, 14.2},
                              .cpu_queue = {3.8, 4},
                              .io_available = 11,
                              .io_permits = 12,
                              .io_wait = {0.0, 0.0, 0.1},
                              .writer_queue = {0.1, 1},
                              .cpu_time = {11.2, 13.9, 15.0},
                              .queue_wait = {21.6, 24.4, 26.3},
                              .rss_bytes = 38'000'000,
                              .buffers_reused = 1451,
                              .buffers_allocated = 10};

constexpr Sample kIoBound = {.elapsed = 12600ms,
                             .files_per_second = 6,
                             .bytes_per_second = 31e6,
                             .chunks_per_second = 30,
                             .cpu_available = 2,
                             .cpu_permits = 2,
                             .cpu_wait = {0.0, 0.0, 0.0},
                             .cpu_queue = {0.1, 1},
                             .io_available = 0,
                             .io_permits = 4,
                             .io_wait = {96.0, 141.7, 188.3},
                             .writer_queue = {0.0, 1},
                             .cpu_time = {5.1, 6.0, 7.4},
                             .queue_wait = {0.0, 0.1, 0.4},
                             .rss_bytes = 27'000'000,
                             .buffers_reused = 369,
                             .buffers_allocated = 9};

constexpr Sample kWriterBound = {.elapsed = 9800ms,
                                 .files_per_second = 12,
                                 .bytes_per_second = 64e6,
                                 .chunks_per_second = 61,
                                 .cpu_available = 2,
                                 .cpu_permits = 2,
                                 .cpu_wait = {0.0, 0.1, 0.2},
                                 .cpu_queue = {0.4, 2},
                                 .io_available = 12,
                                 .io_permits = 12,
                                 .io_wait = {0.0, 0.0, 0.1},
                                 .writer_queue = {3.7, 4},
                                 .cpu_time = {5.0, 6.1, 7.2},
                                 .queue_wait = {0.3, 1.9, 3.1},
                                 .rss_bytes = 41'000'000,
                                 .buffers_reused = 588,
                                 .buffers_allocated = 10};

constexpr Sample kMemoryBound = {.elapsed = 6100ms,
                                 .files_per_second = 880,
                                 .bytes_per_second = 58e6,
                                 .chunks_per_second = 890,
                                 .cpu_available = 1,
                                 .cpu_permits = 2,
                                 .cpu_wait = {0.0, 0.1, 0.3},
                                 .cpu_queue = {1.1, 4},
                                 .io_available = 9,
                                 .io_permits = 12,
                                 .io_wait = {0.0, 0.1, 0.2},
                                 .writer_queue = {0.6, 3},
                                 .cpu_time = {1.9, 4.8, 9.7},
                                 .queue_wait = {0.8, 3.6, 8.8},
                                 .rss_bytes = 1'236'000'000,
                                 .buffers_reused = 2013,
                                 .buffers_allocated = 3416};

}  // namespace

MetricsView layout_sample() {
  return view_of({.elapsed = 1200ms,
                  .files_per_second = 145,
                  .bytes_per_second = 2.4e9,
                  .chunks_per_second = 19'234,
                  .cpu_available = 3,
                  .cpu_permits = 8,
                  .cpu_wait = {0.2, 1.8, 4.3},
                  .cpu_queue = {2.1, 4},
                  .io_available = 18,
                  .io_permits = 24,
                  .io_wait = {0.1, 0.8, 2.1},
                  .writer_queue = {1.3, 4},
                  .cpu_time = {1.2, 3.4, 5.8},
                  .queue_wait = {0.3, 1.1, 2.9},
                  .rss_bytes = 342'000'000,
                  .buffers_reused = 89,
                  .buffers_allocated = 11});
}

const std::vector<SampleView>& bottleneck_samples() {
  static const std::vector<SampleView> made = {
      {"cpu_bound",
       "No CPU permit is free, chunks wait for workers, the queue is full: "
       "compute less a byte, or give it more processors.",
       view_of(kCpuBound)},
      {"io_bound",
       "All I/O permits are out and waited for, while CPU permits are free and "
       "the queue is empty: the device is the limit.",
       view_of(kIoBound)},
      {"writer_bound",
       "Only the writer's queue is full: what comes after the workers is the "
       "limit, the output's device or the order.",
       view_of(kWriterBound)},
      {"memory_bound",
       "Nothing waits long, most buffers are new and RSS is large: time goes "
       "into allocation; the pool is too small for what is in flight.",
       view_of(kMemoryBound)},
  };
  return made;
}

}  // namespace hb::pipeline
