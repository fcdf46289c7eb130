#include "pipeline/metrics/metrics.hpp"

#include <algorithm>
#include <atomic>

#include "pipeline/metrics/owned_count.hpp"
#include "pipeline/metrics/rss.hpp"
#include "pipeline/metrics/thread_shards.hpp"
#include "pipeline/metrics/time_buckets.hpp"
#include "sync/cache.hpp"

namespace hb::pipeline {
namespace {

using Clock = std::chrono::steady_clock;

template <typename Which>
constexpr std::size_t index_of(Which which) {
  return static_cast<std::size_t>(which);
}

struct GaugeCounts {
  OwnedCount most;
  OwnedCount updates;
  OwnedCount sum;
};

struct TimeCounts {
  OwnedCount most_ns;
  OwnedCount sum_ns;
  std::array<OwnedCount, kBuckets> buckets;
};

// What one thread counts: nobody else writes on these lines. About 16 KiB.
struct alignas(sync::cache_line) Shard {
  std::array<OwnedCount, kCounters> counters;
  std::array<GaugeCounts, kGauges> gauges;
  std::array<TimeCounts, kTimings> timings;
};

struct GaugeSum {
  std::int64_t most = 0;
  std::int64_t updates = 0;
  std::int64_t sum = 0;

  // WHY in this order: the sum's owner wrote most and updates before it. A
  // picture taken in the middle shows an average that is not above the maximum.
  void add(const GaugeCounts& counts) {
    sum += counts.sum.read();
    updates += counts.updates.read();
    most = std::max(most, counts.most.read());
  }
};

struct TimeSum {
  std::int64_t most_ns = 0;
  std::int64_t sum_ns = 0;
  std::array<std::uint64_t, kBuckets> buckets{};

  void add(const TimeCounts& counts) {
    for (std::size_t i = 0; i < kBuckets; ++i) {
      buckets[i] += static_cast<std::uint64_t>(counts.buckets[i].read());
    }
    sum_ns += counts.sum_ns.read();
    most_ns = std::max(most_ns, counts.most_ns.read());
  }
};

}  // namespace

struct Metrics::State {
  const std::int64_t cpu_permits;
  const std::int64_t io_permits;
  const Clock::time_point start = Clock::now();
  ThreadShards<Shard> shards = {};
  // The last value that any thread set.
  std::array<std::atomic<std::int64_t>, kGauges> now{};
  std::atomic<std::uint64_t> expected_bytes{0};
};

Metrics::Metrics(std::int64_t cpu_permits, std::int64_t io_permits)
    : state_(new State{.cpu_permits = cpu_permits, .io_permits = io_permits}) {
  // Until one is taken, all are there.
  const auto begin = [&](Gauge which, std::int64_t permits) {
    state_->now[index_of(which)].store(permits, std::memory_order_relaxed);
  };
  begin(Gauge::cpu_permits_available, cpu_permits);
  begin(Gauge::io_permits_available, io_permits);
}

Metrics::~Metrics() = default;

void Metrics::count(Counter which, std::uint64_t by) {
  state_->shards.mine().counters[index_of(which)].add(
      static_cast<std::int64_t>(by));
}

void Metrics::set(Gauge which, std::int64_t value) {
  // WHY relaxed: a figure for people, by which nothing else is published.
  state_->now[index_of(which)].store(value, std::memory_order_relaxed);
  GaugeCounts& gauge = state_->shards.mine().gauges[index_of(which)];
  gauge.most.raise_to(value);
  gauge.updates.add(1);
  gauge.sum.add(value);
}

void Metrics::record(Timing which, std::chrono::nanoseconds time) {
  const std::int64_t ns = std::max<std::int64_t>(0, time.count());
  TimeCounts& timing = state_->shards.mine().timings[index_of(which)];
  timing.most_ns.raise_to(ns);
  timing.sum_ns.add(ns);
  timing.buckets[bucket_of(time)].add(1);
}

void Metrics::expect_bytes(std::uint64_t more) {
  // WHY relaxed: as for set().
  state_->expected_bytes.fetch_add(more, std::memory_order_relaxed);
}

MetricsView Metrics::view() const {
  std::array<std::int64_t, kCounters> counters{};
  std::array<GaugeSum, kGauges> gauges{};
  std::array<TimeSum, kTimings> timings{};
  state_->shards.for_each([&](const Shard& shard) {
    for (std::size_t i = 0; i < kCounters; ++i) {
      counters[i] += shard.counters[i].read();
    }
    for (std::size_t i = 0; i < kGauges; ++i) gauges[i].add(shard.gauges[i]);
    for (std::size_t i = 0; i < kTimings; ++i) timings[i].add(shard.timings[i]);
  });

  MetricsView view;
  view.elapsed = Clock::now() - state_->start;
  view.cpu_permits = state_->cpu_permits;
  view.io_permits = state_->io_permits;
  view.expected_bytes = state_->expected_bytes.load(std::memory_order_relaxed);
  view.rss_bytes = resident_bytes();
  view.peak_rss_bytes = peak_resident_bytes();
  for (std::size_t i = 0; i < kCounters; ++i) {
    view.counters[i] = static_cast<std::uint64_t>(counters[i]);
  }
  for (std::size_t i = 0; i < kGauges; ++i) {
    const GaugeSum& sum = gauges[i];
    view.gauges[i] = {.now = state_->now[i].load(std::memory_order_relaxed),
                      .most = sum.most,
                      .average = sum.updates == 0
                                     ? 0
                                     : static_cast<double>(sum.sum) /
                                           static_cast<double>(sum.updates)};
  }
  for (std::size_t i = 0; i < kTimings; ++i) {
    view.timings[i] = percentiles_of(
        timings[i].buckets, std::chrono::nanoseconds(timings[i].sum_ns),
        std::chrono::nanoseconds(timings[i].most_ns));
  }
  return view;
}

}  // namespace hb::pipeline
