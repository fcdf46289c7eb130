// Benchmark 22: what it costs to record a time
//
// Question  Two workers record every wait. What do a lock, shared counts and a
//           shard a thread cost?
// Method    A record of one time: into Boost's histogram behind a mutex, into
//           one whose counts are atomic and shared, and into the pipeline's
//           Metrics. By one thread and by two at once; all are counted at the
//           end.
// Run       ./workbook bench 22     interleaved: read the median and the spread

#include <benchmark/benchmark.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

#include "pipeline/metrics/metrics.hpp"
#include "pipeline/metrics/time_buckets.hpp"

namespace hb::pipeline {
namespace {

using std::chrono::nanoseconds;

// #region behind_a_mutex
class BehindAMutex {
 public:
  void record(nanoseconds time) {
    const std::size_t bucket = bucket_of(time);
    std::lock_guard lock(mutex_);
    ++counts_[bucket];
    sum_ += time;
  }
  std::uint64_t count() {
    std::lock_guard lock(mutex_);
    std::uint64_t all = 0;
    for (const std::uint64_t some : counts_) all += some;
    return all;
  }

 private:
  std::mutex mutex_;
  std::array<std::uint64_t, kBuckets> counts_{};  // guarded by mutex_
  nanoseconds sum_{0};                            // guarded by mutex_
};
// #endregion behind_a_mutex

// #region shared_counts
class SharedCounts {
 public:
  void record(nanoseconds time) {
    counts_[bucket_of(time)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(time.count(), std::memory_order_relaxed);
  }
  std::uint64_t count() const {
    std::uint64_t all = 0;
    for (const auto& some : counts_) all += some.load();
    return all;
  }

 private:
  std::array<std::atomic<std::uint64_t>, kBuckets> counts_{};
  std::atomic<std::int64_t> sum_ = 0;
};
// #endregion shared_counts

class ShardAThread {
 public:
  void record(nanoseconds time) {
    metrics_.record(Timing::cpu_permit_wait, time);
  }
  std::uint64_t count() const {
    return metrics_.view().timing(Timing::cpu_permit_wait).count;
  }

 private:
  Metrics metrics_{2, 12};
};

// Finding the bucket alone, a logarithm, is what all of them share.
struct OnlyTheBucket {
  void record(nanoseconds time) { benchmark::DoNotOptimize(bucket_of(time)); }
};

template <typename Recorder>
void record(benchmark::State& state) {
  static std::unique_ptr<Recorder> recorder;
  // WHY here: all threads wait at the first turn of their loops, and at the
  // end of them.
  if (state.thread_index() == 0) recorder = std::make_unique<Recorder>();
  std::int64_t ns = 1'000;
  for (auto _ : state) {
    recorder->record(nanoseconds(ns));
    ns = ns < 50'000'000 ? ns + ns / 8 : 1'000;
  }
  if constexpr (requires { recorder->count(); }) {
    if (state.thread_index() == 0) {
      const auto expected = static_cast<std::uint64_t>(state.iterations()) *
                            static_cast<std::uint64_t>(state.threads());
      if (recorder->count() != expected) state.SkipWithError("lost a time");
    }
  }
}

BENCHMARK(record<OnlyTheBucket>)
    ->Name("record/bucket alone")
    ->ThreadRange(1, 2)
    ->UseRealTime();
BENCHMARK(record<BehindAMutex>)
    ->Name("record/mutex")
    ->ThreadRange(1, 2)
    ->UseRealTime();
BENCHMARK(record<SharedCounts>)
    ->Name("record/shared atomics")
    ->ThreadRange(1, 2)
    ->UseRealTime();
BENCHMARK(record<ShardAThread>)
    ->Name("record/shard a thread")
    ->ThreadRange(1, 2)
    ->UseRealTime();

}  // namespace
}  // namespace hb::pipeline
