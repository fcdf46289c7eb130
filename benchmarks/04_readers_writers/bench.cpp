// Benchmark 04: what it costs to read what others may change
//
// Question  Many threads read the settings of a program, few change them. Does
//           a lock for readers pay? And what does a reader need at all?
// Method    Each thread reads the settings again and again, and in one of 1000
//           (100, 10) operations changes them: two or four threads, pinned to
//           two processors. The time is that of one operation of one thread, so
//           a time that grows with the threads is one waiting for another. In
//           `cache` a reader stays for a microsecond, which is what a shared
//           lock is for. Each row checks that no reader sees half a change, and
//           that no change is lost. settings/answer is the SharedSettings of
//           exercise 04c, cache/answer the CoverCache of 04a.
// Run       ./workbook bench 04     interleaved: read the median and the spread

#include "04_readers_writers/a_rw_cache/cover_cache.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <boost/thread/shared_mutex.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>

#include "benchmark/two_thread_trial.hpp"
#include "covers.hpp"
#include "shared_settings.hpp"

namespace hb {
namespace {

struct Mix {
  int threads = 1;
  std::int64_t reads_a_change = 1'000;
};

// Returns whether all that was read was whole.
template <typename Way>
bool work(Way& way, const Mix& mix, std::int64_t operations) {
  typename Way::Reader reader(way);
  bool is_whole = true;
  for (std::int64_t done = 0; done < operations;) {
    const std::int64_t end =
        std::min(done + mix.reads_a_change - 1, operations);
    for (; done < end; ++done) {
      is_whole &= reader.is_whole();
      benchmark::ClobberMemory();  // or all reads become one
    }
    if (done < operations) {
      way.change();
      ++done;
    }
  }
  return is_whole;
}

template <typename Way>
void check(benchmark::State& state, const Way& way, const Mix& mix, bool whole,
           std::int64_t operations) {
  if (!whole) state.SkipWithError("read half a change");
  if (way.changes() != mix.threads * (operations / mix.reads_a_change)) {
    state.SkipWithError("lost a change");
  }
}

template <typename Way>
void one_thread(benchmark::State& state, Mix mix, TrialOptions options) {
  using Clock = std::chrono::steady_clock;
  const auto all =
      std::clamp<std::int64_t>(static_cast<std::int64_t>(state.max_iterations),
                               options.fewest, options.most);
  while (state.KeepRunningBatch(all)) {
    Way way;
    const auto start = Clock::now();
    const bool whole = work(way, mix, all);
    state.SetIterationTime(
        std::chrono::duration<double>(Clock::now() - start).count());
    check(state, way, mix, whole, all);
  }
}

template <typename Way>
void more_threads(benchmark::State& state, Mix mix, TrialOptions options) {
  TwoThreadTrials trials(state, options);
  while (trials.keep_running()) {
    Way way;
    std::atomic<bool> whole = true;
    const auto job = [&] {
      if (!work(way, mix, trials.operations())) whole = false;
    };
    trials.run(
        TwoThreadTrials::Jobs(static_cast<std::size_t>(mix.threads), job));
    check(state, way, mix, whole, trials.operations());
  }
}

template <typename Way>
void add(const std::string& name, Mix mix, TrialOptions options) {
  const char* threads[] = {"", "one thread", "two threads", "", "four threads"};
  benchmark::RegisterBenchmark(
      (name + "/" + threads[mix.threads] + ", 1 change in " +
       std::to_string(mix.reads_a_change))
          .c_str(),
      [=](benchmark::State& state) {
        if (mix.threads == 1) return one_thread<Way>(state, mix, options);
        more_threads<Way>(state, mix, options);
      })
      ->UseManualTime();
}

template <typename Mutex>
using Unique = std::unique_lock<Mutex>;
template <typename Mutex>
using Shared = std::shared_lock<Mutex>;
template <typename Mutex>
using BoostShared = boost::shared_lock<Mutex>;

// The first way of each group is the naive one, for the runner to compare.
void add_settings(Mix mix) {
  constexpr TrialOptions dear = {.fewest = 20'000, .most = 100'000};
  constexpr TrialOptions cheap = {.fewest = 1'000'000, .most = 4'000'000};
  add<Locked<std::mutex, Unique>>("settings/mutex", mix, dear);
  add<Locked<std::shared_mutex, Shared>>("settings/shared_mutex", mix, dear);
  add<Locked<boost::shared_mutex, BoostShared>>("settings/boost_shared", mix,
                                                dear);
  add<Upgraded>("settings/boost_upgrade", mix, dear);
  add<AtomicSharedPtr>("settings/atomic_shared_ptr", mix, dear);
  add<Answer>("settings/answer", mix, dear);
  add<SeqLock>("settings/seqlock", mix, cheap);
  add<Library>("settings/library", mix, cheap);
}

void add_cache(Mix mix) {
  constexpr TrialOptions dear = {.fewest = 2'000, .most = 20'000};
  add<Covers<LockedCache<std::mutex, Unique>>>("cache/mutex", mix, dear);
  add<Covers<LockedCache<std::shared_mutex, Shared>>>("cache/shared_mutex", mix,
                                                      dear);
  add<Covers<CoverCache>>("cache/answer", mix, dear);
}

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  hb::add_settings({.threads = 1, .reads_a_change = 1'000});
  hb::add_settings({.threads = 2, .reads_a_change = 1'000});
  hb::add_settings({.threads = 4, .reads_a_change = 1'000});
  hb::add_settings({.threads = 2, .reads_a_change = 100});
  hb::add_settings({.threads = 2, .reads_a_change = 10});
  hb::add_cache({.threads = 1, .reads_a_change = 100});
  hb::add_cache({.threads = 2, .reads_a_change = 100});

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  // A second thread that sleeps: without one, libstdc++ counts owners and locks
  // mutexes without a locked instruction.
  std::promise<void> done;
  std::jthread sleeper([wake = done.get_future()] { wake.wait(); });
  benchmark::RunSpecifiedBenchmarks();
  done.set_value();
}
