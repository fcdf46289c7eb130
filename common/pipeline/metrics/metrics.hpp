// What a run counts and measures, and a picture of it at one moment.
//
// Counters and gauges are atomics; histograms are kept a thread and merged when
// a picture is taken, so that recording waits for nobody.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace hb::pipeline {

enum class Counter {
  files_processed,
  bytes_processed,  // raw
  bytes_written,
  chunks_processed,
  errors,
  retries,
  buffers_reused,
  buffers_allocated,
  fast_path_files,
  io_reads,
  io_writes,
};
inline constexpr std::size_t kCounters = 11;

enum class Gauge {
  cpu_permits_available,
  io_permits_available,
  cpu_queue_depth,
  writer_queue_depth,
  active_workers,
  memory_used_bytes,
};
inline constexpr std::size_t kGauges = 6;

// Microseconds are the base; shown as milliseconds.
enum class Timing {
  chunk_cpu_time,
  cpu_queue_wait,
  writer_queue_wait,
  cpu_permit_wait,
  io_permit_wait,
  small_file_latency,  // from the run's start until the file is written
};
inline constexpr std::size_t kTimings = 6;

// Off by 3 % at most; time_buckets.hpp says how.
struct Percentiles {
  std::uint64_t count = 0;
  double sum_ms = 0;
  double p50_ms = 0;
  double p95_ms = 0;
  double p99_ms = 0;
  double most_ms = 0;
  std::vector<std::uint64_t> buckets;  // cumulative; bounds: bucket_bounds_us()
};

struct GaugeView {
  std::int64_t now = 0;
  std::int64_t most = 0;
  double average = 0;  // over the updates
};

struct MetricsView {
  std::chrono::nanoseconds elapsed{0};
  std::array<std::uint64_t, kCounters> counters{};
  std::array<GaugeView, kGauges> gauges{};
  std::array<Percentiles, kTimings> timings{};
  std::int64_t cpu_permits = 0;  // in all
  std::int64_t io_permits = 0;
  std::uint64_t expected_bytes = 0;  // raw, to process in all; 0: not known
  std::uint64_t rss_bytes = 0;       // of the process, now
  std::uint64_t peak_rss_bytes = 0;  // and at most

  std::uint64_t counter(Counter which) const {
    return counters[static_cast<std::size_t>(which)];
  }
  const GaugeView& gauge(Gauge which) const {
    return gauges[static_cast<std::size_t>(which)];
  }
  const Percentiles& timing(Timing which) const {
    return timings[static_cast<std::size_t>(which)];
  }
};

// Upper bounds of the buckets that Prometheus is given, from 10 us to 100 s:
// three a decade, near 1, 2 and 5.
const std::vector<double>& bucket_bounds_us();

// Thread-safe. Recording is wait-free but for a thread's first record(), which
// takes a lock and may allocate 16 KiB. WHY a shard a thread, and not atomic
// histograms that all share: with one writer a count is a plain load and store,
// and no line moves between processors. Several Metrics may live at once.
class Metrics {
 public:
  Metrics(std::int64_t cpu_permits, std::int64_t io_permits);
  ~Metrics();

  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void count(Counter which, std::uint64_t by = 1);
  void set(Gauge which, std::int64_t value);
  void record(Timing which, std::chrono::nanoseconds time);

  // So many more bytes are to come, of Counter::bytes_processed.
  void expect_bytes(std::uint64_t more);

  // Adds up what all threads recorded, those that have ended too. Not one
  // moment's picture while threads record: each figure is right, a sum and its
  // count may be a record apart. O(shards), some 10 us, and reads /proc.
  MetricsView view() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hb::pipeline
