// Benchmark 10: what a rate limiter costs
//
// Question  What does a call cost that the limiter lets through? How near is
//           that to the price of the clock, which each of them reads?
// Method    A rate that is never reached, so that nobody waits. One thread, and
//           two that share one limiter, pinned to two processors. Time is that
//           of one call of one thread. Each row checks that no call was refused
//           and that the limiter counted all of them.
//           "answer" is the bucket of exercise 10a: this file is compiled once
//           with yours and once with the solution's.
// Run       ./workbook bench 10     interleaved: read the median and the spread

#include "10_rate_limiting/a_token_bucket/token_bucket.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "benchmark/two_thread_trial.hpp"
#include "sync/gcra.hpp"
#include "sync/rate.hpp"
#include "sync/token_bucket.hpp"

namespace hb {
namespace {

using namespace std::chrono_literals;

// One each nanosecond, and a burst that no trial uses up.
constexpr sync::Rate kFree = {.interval = 1ns, .burst = 1'000'000'000};

// #region naive
// Tokens as a fraction, refilled by whoever comes, under a lock.
class Naive {
 public:
  bool try_acquire() {
    std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double, std::nano> passed = now - filled_;
    tokens_ = std::min(kBurst, tokens_ + passed.count());
    filled_ = now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }

 private:
  static constexpr double kBurst = 1e9;
  std::mutex mutex_;
  double tokens_ = kBurst;  // guarded by mutex_, as is filled_
  std::chrono::steady_clock::time_point filled_ =
      std::chrono::steady_clock::now();
};
// #endregion naive

// No limiter: the floor of all that read this clock.
class ClockAlone {
 public:
  bool try_acquire() {
    benchmark::DoNotOptimize(std::chrono::steady_clock::now());
    return true;
  }
};

template <typename Limiter>
class OfLibrary {
 public:
  bool try_acquire() { return limiter_.try_acquire() == sync::Outcome::done; }

 private:
  Limiter limiter_{kFree};
};

// acquire(), which would wait, and so must be able to.
class LibraryAcquire {
 public:
  bool try_acquire() { return limiter_.acquire() == sync::Outcome::done; }

 private:
  sync::Gcra<> limiter_{kFree};
};

// The bucket of 10a, and the clock that it leaves to its caller.
class Answer {
 public:
  bool try_acquire() {
    return bucket_.try_take(std::chrono::steady_clock::now());
  }

 private:
  TokenBucket bucket_{kFree.interval, static_cast<int>(kFree.burst),
                      std::chrono::steady_clock::now()};
};

// #region lease
// Takes 64 at once, for the thread's own use. What a thread has leased and not
// used is lost to the others: a rate of a few a second must not be leased.
class LeaseOf64 {
 public:
  bool try_acquire(std::int64_t& leased) {
    if (leased == 0) {
      if (limiter_.try_acquire(kLease) != sync::Outcome::done) return false;
      leased = kLease;
    }
    --leased;
    return true;
  }

 private:
  static constexpr std::int64_t kLease = 64;
  sync::Gcra<> limiter_{kFree};
};
// #endregion lease

// Calls a limiter as one thread does, which may keep something of its own.
template <typename Limiter>
bool call(Limiter& limiter, std::int64_t& mine) {
  if constexpr (requires { limiter.try_acquire(mine); }) {
    return limiter.try_acquire(mine);
  } else {
    return limiter.try_acquire();
  }
}

template <typename Limiter>
void one_thread(benchmark::State& state) {
  Limiter limiter;
  std::int64_t mine = 0;
  bool all = true;
  for (auto _ : state) {
    const bool passed = call(limiter, mine);
    benchmark::DoNotOptimize(mine);
    all = all && passed;
  }
  if (!all) state.SkipWithError("refused a call");
}

// #region two_threads
template <typename Limiter>
void two_threads(benchmark::State& state) {
  TwoThreadTrials trials(state, {.fewest = 20'000, .most = 200'000});
  while (trials.keep_running()) {
    Limiter limiter;
    std::atomic<std::int64_t> passed = 0;
    const auto job = [&] {
      std::int64_t mine = 0;
      std::int64_t count = 0;
      for (std::int64_t n = 0; n < trials.operations(); ++n) {
        count += call(limiter, mine);
        benchmark::DoNotOptimize(mine);
      }
      // WHY relaxed: read when both threads have ended.
      passed.fetch_add(count, std::memory_order_relaxed);
    };
    trials.run({job, job});
    if (passed.load() != 2 * trials.operations()) {
      state.SkipWithError("refused a call");
    }
  }
}
// #endregion two_threads

template <typename Limiter>
void add(const std::string& way) {
  benchmark::RegisterBenchmark(("one_thread/" + way).c_str(),
                               one_thread<Limiter>);
  benchmark::RegisterBenchmark(("two_threads/" + way).c_str(),
                               two_threads<Limiter>)
      ->UseManualTime();
}

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  using namespace hb;
  // The first is the naive one, for the runner to compare.
  add<Naive>("naive");
  add<ClockAlone>("clock_alone");
  add<OfLibrary<sync::TokenBucket<>>>("token_bucket");
  add<OfLibrary<sync::Gcra<>>>("gcra");
  add<LibraryAcquire>("gcra_acquire");
  add<OfLibrary<sync::Gcra<sync::CoarseTime>>>("gcra_coarse_clock");
  add<LeaseOf64>("gcra_lease_of_64");
  add<Answer>("answer");

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
