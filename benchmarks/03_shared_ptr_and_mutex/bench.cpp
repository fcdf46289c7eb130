// Benchmark 03: what sharing costs
//
// Question  Copy a shared_ptr for a call, or borrow what it points to? Hold
//           one lock around the work, or around the map alone? And how is a
//           cost best added up?
// Method    Each group with one thread, and with two that share the work out,
//           pinned to two processors: a time that is not halved is one thread
//           waiting for the other. The time is that of one operation. Each row
//           checks its sum. parse/answer is the Catalogue of exercise 03a: this
//           file is compiled once with yours and once with the solution's.
// Run       ./workbook bench 03     interleaved: read the median and the spread

#include "03_shared_ptr_and_mutex/a_guarded_map/catalogue.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>

#include "benchmark/two_thread_trial.hpp"

namespace hb {
namespace {

// The operations of a trial, handed out to its threads a few at a time: both
// are at work until all is done, whichever of them gets a lock more often.
class Operations {
 public:
  explicit Operations(std::int64_t all) : all_(all) {}

  // Calls body(n) for each operation that this thread gets.
  template <typename Body>
  void for_each(Body body) {
    constexpr std::int64_t kAtOnce = 50;
    for (;;) {
      // WHY relaxed: it hands out numbers, and nothing that belongs to them.
      const std::int64_t first =
          next_.fetch_add(kAtOnce, std::memory_order_relaxed);
      if (first >= all_) return;
      const std::int64_t end = std::min(first + kAtOnce, all_);
      for (std::int64_t n = first; n < end; ++n) body(n);
    }
  }

 private:
  const std::int64_t all_;
  alignas(64) std::atomic<std::int64_t> next_ = 0;
};

// Each way has work(), which every thread of a trial calls, and total(), asked
// when all threads have ended.

// -------------------------------------------------------- a call that shares

struct Settings {
  std::int64_t depth = 4;
};

// #region call
// Takes a share in the settings: an atomic increment and a decrement, of a
// count that all threads have in common.
[[gnu::noinline]] std::int64_t depth_of(std::shared_ptr<const Settings> copy) {
  return copy->depth;
}

// Only reads them. The caller owns them for as long.
[[gnu::noinline]] std::int64_t depth_of(const Settings& borrowed) {
  return borrowed.depth;
}
// #endregion call

template <bool kCopies>
class Call {
 public:
  void work(Operations& operations) {
    std::int64_t sum = 0;
    operations.for_each([&](std::int64_t) {
      if constexpr (kCopies) {
        sum += depth_of(settings_);
      } else {
        sum += depth_of(*settings_);
      }
      benchmark::DoNotOptimize(sum);  // or all borrowed reads become one
    });
    // WHY relaxed: read when all threads have ended.
    total_.fetch_add(sum, std::memory_order_relaxed);
  }
  double total() const {
    return static_cast<double>(total_.load(std::memory_order_relaxed));
  }
  static double expected(std::int64_t operations) {
    return 4.0 * static_cast<double>(operations);
  }

 private:
  const std::shared_ptr<const Settings> settings_ =
      std::make_shared<Settings>();
  std::atomic<std::int64_t> total_ = 0;
};

// -------------------------------------------------------- a lock and the work

// Some hundred nanoseconds of arithmetic.
int parse(int record) {
  auto state = static_cast<std::uint64_t>(record) + 1;
  for (int i = 0; i < 300; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
  }
  return static_cast<int>(state & 0xffff);
}

// #region held
// The naive way: the lock is held while the record is parsed. Two threads take
// turns, as those of an interpreter with one global lock do.
class Held {
 public:
  template <typename Ask>
  int shelf_of(int record, const Ask& ask) {
    std::lock_guard lock(mutex_);
    const auto entry = shelves_.find(record);
    if (entry != shelves_.end()) return entry->second;
    return shelves_.emplace(record, ask(record)).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<int, int> shelves_;  // guarded by mutex_
};
// #endregion held

// #region released
// The lock is released while the record is parsed, as an interpreter releases
// its own around a parser that is written in another language.
class Released {
 public:
  template <typename Ask>
  int shelf_of(int record, const Ask& ask) {
    {
      std::lock_guard lock(mutex_);
      const auto entry = shelves_.find(record);
      if (entry != shelves_.end()) return entry->second;
    }
    const int shelf = ask(record);
    std::lock_guard lock(mutex_);
    return shelves_.try_emplace(record, shelf).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<int, int> shelves_;  // guarded by mutex_
};
// #endregion released

template <typename Shelves>
class Parse {
 public:
  void work(Operations& operations) {
    std::int64_t sum = 0;
    operations.for_each([&](std::int64_t n) {
      sum += shelves_.shelf_of(static_cast<int>(n), parse);
    });
    total_.fetch_add(sum, std::memory_order_relaxed);
  }
  double total() const {
    return static_cast<double>(total_.load(std::memory_order_relaxed));
  }
  static double expected(std::int64_t operations) {
    std::int64_t sum = 0;
    for (std::int64_t n = 0; n < operations; ++n) {
      sum += parse(static_cast<int>(n));
    }
    return static_cast<double>(sum);
  }

 private:
  Shelves shelves_;
  std::atomic<std::int64_t> total_ = 0;
};

// -------------------------------------------------------------------- a cost

constexpr double kCost = 0.25;  // sums of it are exact

// #region costs
class CostUnderALock {
 public:
  void work(Operations& operations) {
    operations.for_each([&](std::int64_t) {
      std::lock_guard lock(mutex_);
      total_ += kCost;
    });
  }
  double total() const { return total_; }

 private:
  std::mutex mutex_;
  double total_ = 0;  // guarded by mutex_ while threads work
};

class CostByExchange {
 public:
  void work(Operations& operations) {
    operations.for_each([&](std::int64_t) {
      // WHY relaxed: a sum, and nothing else, is passed on.
      double seen = total_.load(std::memory_order_relaxed);
      while (!total_.compare_exchange_weak(seen, seen + kCost,
                                           std::memory_order_relaxed)) {
      }
    });
  }
  double total() const { return total_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> total_ = 0;
};

class CostByThread {
 public:
  void work(Operations& operations) {
    double own = 0;
    operations.for_each([&](std::int64_t) {
      own += kCost;
      benchmark::DoNotOptimize(own);  // or it becomes one multiplication
    });
    std::lock_guard lock(mutex_);
    total_ += own;
  }
  double total() const { return total_; }

 private:
  std::mutex mutex_;
  double total_ = 0;  // guarded by mutex_ while threads work
};
// #endregion costs

// A counter, as Java has it: a synchronized method, or an AtomicInteger.
class CountSynchronized {
 public:
  void work(Operations& operations) {
    operations.for_each([&](std::int64_t) {
      std::lock_guard lock(mutex_);
      ++count_;
    });
  }
  double total() const { return static_cast<double>(count_); }

 private:
  std::mutex mutex_;
  std::int64_t count_ = 0;  // guarded by mutex_ while threads work
};

class CountAtomic {
 public:
  void work(Operations& operations) {
    operations.for_each([&](std::int64_t) { count_.fetch_add(1); });
  }
  double total() const { return static_cast<double>(count_.load()); }

 private:
  std::atomic<std::int64_t> count_ = 0;
};

// ----------------------------------------------------------------- measuring

template <typename Way>
double expected_of(std::int64_t operations) {
  if constexpr (requires { Way::expected(operations); }) {
    return Way::expected(operations);
  } else if constexpr (std::is_same_v<Way, CountSynchronized> ||
                       std::is_same_v<Way, CountAtomic>) {
    return static_cast<double>(operations);
  } else {
    return kCost * static_cast<double>(operations);
  }
}

template <typename Way>
void check(benchmark::State& state, const Way& way, std::int64_t operations) {
  if (way.total() != expected_of<Way>(operations)) {
    state.SkipWithError("the sum is wrong");
  }
}

// #region measure
template <typename Way>
void one_thread(benchmark::State& state, TrialOptions options) {
  using Clock = std::chrono::steady_clock;
  const auto all =
      std::clamp<std::int64_t>(static_cast<std::int64_t>(state.max_iterations),
                               options.fewest, options.most);
  while (state.KeepRunningBatch(all)) {
    Way way;
    Operations operations(all);
    const auto start = Clock::now();
    way.work(operations);
    state.SetIterationTime(
        std::chrono::duration<double>(Clock::now() - start).count());
    check(state, way, all);
  }
}

template <typename Way>
void two_threads(benchmark::State& state, TrialOptions options) {
  TwoThreadTrials trials(state, options);
  while (trials.keep_running()) {
    Way way;
    Operations operations(trials.operations());
    const auto work = [&] { way.work(operations); };
    trials.run({work, work});
    check(state, way, trials.operations());
  }
}
// #endregion measure

template <typename Way>
void add(const std::string& name, TrialOptions options) {
  const auto with = [&](const char* threads, auto measure) {
    benchmark::RegisterBenchmark(
        (name + "/" + threads).c_str(),
        [=](benchmark::State& state) { measure(state, options); })
        ->UseManualTime();
  };
  with("one thread", one_thread<Way>);
  with("two threads", two_threads<Way>);
}

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  constexpr hb::TrialOptions cheap = {.fewest = 20'000, .most = 100'000};
  constexpr hb::TrialOptions dear = {.fewest = 2'000, .most = 20'000};
  // The first way of each group is the naive one, for the runner to compare.
  hb::add<hb::Call<true>>("call/copy", cheap);
  hb::add<hb::Call<false>>("call/borrow", cheap);
  hb::add<hb::Parse<hb::Held>>("parse/lock_held", dear);
  hb::add<hb::Parse<hb::Released>>("parse/lock_released", dear);
  hb::add<hb::Parse<hb::Catalogue>>("parse/answer", dear);
  hb::add<hb::CostUnderALock>("cost/mutex", cheap);
  hb::add<hb::CostByExchange>("cost/exchange", cheap);
  hb::add<hb::CostByThread>("cost/by_thread", cheap);
  hb::add<hb::CountSynchronized>("count/synchronized", cheap);
  hb::add<hb::CountAtomic>("count/atomic", cheap);

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  // A second thread that sleeps: without one, libstdc++ counts owners and locks
  // mutexes without a locked instruction.
  std::promise<void> done;
  std::jthread sleeper([wake = done.get_future()] { wake.wait(); });
  benchmark::RunSpecifiedBenchmarks();
  done.set_value();
}
