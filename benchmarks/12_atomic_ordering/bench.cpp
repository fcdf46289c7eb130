// Benchmark 12: what a memory order costs, and what sharing costs
//
// Question  Is relaxed faster than seq_cst? Of which operation? And does it
//           still matter once two threads want the same line?
// Method    One operation in a loop: by one thread ("one"), by two threads that
//           have a line each ("own"), and by two on one object ("shared").
//           instructions.txt says what each compiles to; where that is the same
//           text, a difference in this table is noise.
// Run       ./workbook bench 12     interleaved: read the median and the spread

#include <benchmark/benchmark.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "benchmark/two_thread_trial.hpp"

namespace hb {
namespace {

using Number = std::int64_t;

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kAcqRel = std::memory_order_acq_rel;
constexpr auto kSeqCst = std::memory_order_seq_cst;

// Two lines each: the processor fetches them in pairs.
constexpr std::size_t kApart = 128;

struct alignas(kApart) Line {
  std::atomic<Number> value = 0;
};

// ----------------------------------------------------------------- operations

// Each is done `times` times, from n = 1, and says what the object holds then.
// #region operations
template <std::memory_order kOrder>
struct Store {
  static void run(std::atomic<Number>& object, Number times) {
    for (Number n = 1; n <= times; ++n) object.store(n, kOrder);
  }
  static bool is_right(Number value, Number times, int) {
    return value == times;
  }
};

template <std::memory_order kOrder>
struct Load {
  static void run(std::atomic<Number>& object, Number times) {
    for (Number n = 1; n <= times; ++n) {
      benchmark::DoNotOptimize(object.load(kOrder));
    }
  }
  static bool is_right(Number value, Number, int) { return value == 0; }
};

template <std::memory_order kOrder>
struct Exchange {
  static void run(std::atomic<Number>& object, Number times) {
    for (Number n = 1; n <= times; ++n) {
      benchmark::DoNotOptimize(object.exchange(n, kOrder));
    }
  }
  static bool is_right(Number value, Number times, int) {
    return value == times;
  }
};

template <std::memory_order kOrder>
struct FetchAdd {
  static void run(std::atomic<Number>& object, Number times) {
    for (Number n = 1; n <= times; ++n) {
      benchmark::DoNotOptimize(object.fetch_add(1, kOrder));
    }
  }
  static bool is_right(Number value, Number times, int threads) {
    return value == times * threads;
  }
};
// #endregion operations

// A relaxed store with a fence behind it: what a fence costs beside it.
template <std::memory_order kOrder>
struct Fence {
  static void run(std::atomic<Number>& object, Number times) {
    for (Number n = 1; n <= times; ++n) {
      object.store(n, kRelaxed);
      std::atomic_thread_fence(kOrder);
    }
  }
  static bool is_right(Number value, Number times, int) {
    return value == times;
  }
};

template <typename Operation>
void by_one(benchmark::State& state) {
  constexpr Number kTimes = 1'000;
  Line line;
  while (state.KeepRunningBatch(kTimes)) {
    line.value.store(0, kRelaxed);
    Operation::run(line.value, kTimes);
  }
  if (!Operation::is_right(line.value, kTimes, 1)) {
    state.SkipWithError("lost an operation");
  }
}

// WHY so many: a trial must be long beside the time in which its two threads
// find each other, and an operation may take a third of a nanosecond.
constexpr TrialOptions kCheap = {.fewest = 2'000'000, .most = 2'000'000};
constexpr TrialOptions kDear = {.fewest = 200'000, .most = 200'000};

// Two threads, each on its own line or both on the first.
template <typename Operation>
void by_two(benchmark::State& state, bool shared, TrialOptions options) {
  TwoThreadTrials trials(state, options);
  while (trials.keep_running()) {
    const Number times = trials.operations();
    std::array<Line, 2> lines;
    Line& other = shared ? lines[0] : lines[1];
    trials.run({[&] { Operation::run(lines[0].value, times); },
                [&] { Operation::run(other.value, times); }});
    if (!Operation::is_right(lines[0].value, times, shared ? 2 : 1)) {
      state.SkipWithError("lost an operation");
    }
  }
}

template <typename Operation>
void add(const std::string& operation, const std::string& order,
         TrialOptions options) {
  const std::string name = operation + "/" + order + "/";
  benchmark::RegisterBenchmark((name + "one").c_str(), &by_one<Operation>);
  for (const bool shared : {false, true}) {
    benchmark::RegisterBenchmark((name + (shared ? "shared" : "own")).c_str(),
                                 [=](benchmark::State& state) {
                                   by_two<Operation>(state, shared, options);
                                 })
        ->UseManualTime();
  }
}

// ------------------------------------------------------------------- counters

// Three ways to count what two threads do.
// #region counters
class alignas(kApart) Locked {
 public:
  void add(std::size_t) {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  Number sum() {
    const std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  std::mutex mutex_;
  Number count_ = 0;  // guarded by mutex_
};

template <std::memory_order kOrder>
class alignas(kApart) Atomic {
 public:
  void add(std::size_t) { count_.fetch_add(1, kOrder); }
  Number sum() const { return count_.load(kOrder); }

 private:
  std::atomic<Number> count_ = 0;
};

// Each thread adds to its own line; who wants the sum adds those up.
class Sharded {
 public:
  void add(std::size_t thread) {
    // WHY relaxed: sum() is exact once the threads are joined, and before that
    // no order would make it so.
    shards_[thread].value.fetch_add(1, kRelaxed);
  }
  Number sum() const {
    return shards_[0].value.load(kRelaxed) + shards_[1].value.load(kRelaxed);
  }

 private:
  std::array<Line, 2> shards_;
};
// #endregion counters

template <typename Counter>
void count(benchmark::State& state) {
  TwoThreadTrials trials(state, kDear);
  while (trials.keep_running()) {
    const Number times = trials.operations();
    Counter counter;
    const auto work = [&](std::size_t me) {
      for (Number n = 0; n < times; ++n) counter.add(me);
    };
    trials.run({[&] { work(0); }, [&] { work(1); }});
    if (counter.sum() != 2 * times) state.SkipWithError("lost an increment");
  }
}

template <typename Counter>
void add_counter(const std::string& way) {
  benchmark::RegisterBenchmark(("counter/" + way).c_str(), &count<Counter>)
      ->UseManualTime();
}

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  using namespace hb;
  // The first of each group is the naive one, for the runner to compare.
  add<Store<kSeqCst>>("store", "seq_cst", kDear);
  add<Store<kRelease>>("store", "release", kCheap);
  add<Store<kRelaxed>>("store", "relaxed", kCheap);
  add<Load<kSeqCst>>("load", "seq_cst", kCheap);
  add<Load<kAcquire>>("load", "acquire", kCheap);
  add<Load<kRelaxed>>("load", "relaxed", kCheap);
  add<Exchange<kSeqCst>>("exchange", "seq_cst", kDear);
  add<Exchange<kAcqRel>>("exchange", "acq_rel", kDear);
  add<Exchange<kRelaxed>>("exchange", "relaxed", kDear);
  add<FetchAdd<kSeqCst>>("fetch_add", "seq_cst", kDear);
  add<FetchAdd<kAcqRel>>("fetch_add", "acq_rel", kDear);
  add<FetchAdd<kRelaxed>>("fetch_add", "relaxed", kDear);
  benchmark::RegisterBenchmark("fence/seq_cst", &by_one<Fence<kSeqCst>>);
  benchmark::RegisterBenchmark("fence/acq_rel", &by_one<Fence<kAcqRel>>);

  add_counter<Locked>("mutex");
  add_counter<Atomic<kSeqCst>>("atomic_seq_cst");
  add_counter<Atomic<kRelaxed>>("atomic_relaxed");
  add_counter<Sharded>("sharded");

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
