#include "benchmark/two_thread_trial.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace hb {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

Window window(int start_ms, int end_ms) {
  const steady_clock::time_point zero;
  return {zero + milliseconds(start_ms), zero + milliseconds(end_ms)};
}

TEST(Overlap, IsTheCommonPartOfTheTimeThatEitherTook) {
  EXPECT_DOUBLE_EQ(overlap(window(0, 100), window(0, 100)), 1.0);
  EXPECT_DOUBLE_EQ(overlap(window(0, 95), window(5, 100)), 0.9);
  EXPECT_DOUBLE_EQ(overlap(window(0, 100), window(40, 60)), 0.2);
}

TEST(Overlap, OfOneAfterTheOtherIsNone) {
  EXPECT_DOUBLE_EQ(overlap(window(0, 10), window(10, 20)), 0.0);
  EXPECT_DOUBLE_EQ(overlap(window(30, 40), window(0, 20)), 0.0);
  EXPECT_DOUBLE_EQ(overlap(window(5, 5), window(5, 5)), 0.0);
}

TEST(Hull, ReachesFromTheFirstStartToTheLastEnd) {
  const std::vector<Window> windows = {window(3, 7), window(1, 4)};
  EXPECT_EQ(hull(windows).start, window(1, 7).start);
  EXPECT_EQ(hull(windows).end, window(1, 7).end);
}

class Remember : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override { run = runs.front(); }
  Run run;
};

// One run of `body` as a benchmark of `iterations`.
template <typename Body>
benchmark::BenchmarkReporter::Run run_once(const char* name, int iterations,
                                           Body body) {
  benchmark::RegisterBenchmark(name, body)
      ->UseManualTime()
      ->Iterations(iterations);
  Remember reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter, std::string(name) + "/");
  return reporter.run;
}

void spin_for(steady_clock::duration time) {
  const auto end = steady_clock::now() + time;
  while (steady_clock::now() < end) {
  }
}

class TwoThreadTrial : public testing::Test {
 protected:
  void SetUp() override {
    if (two_processors().size() < 2) GTEST_SKIP() << "needs two processors";
  }
};

TEST_F(TwoThreadTrial, PinsTheThreadsToDifferentProcessors) {
  int places[2] = {};
  run_once("pins", 1, [&](benchmark::State& state) {
    TwoThreadTrials trials(state);
    while (trials.keep_running()) {
      trials.run({[&] { places[0] = sched_getcpu(); },
                  [&] { places[1] = sched_getcpu(); }});
    }
  });
  EXPECT_EQ(std::vector<int>(places, places + 2), two_processors());
}

TEST_F(TwoThreadTrial, CountsCleanTrialsAndRunsTheOthersAgain) {
  int trial = 0;
  const auto run = run_once("counts", 3'000, [&](benchmark::State& state) {
    TwoThreadTrials trials(state, {.most = 1'000});
    while (trials.keep_running()) {
      const bool lonely = trial++ == 0;
      trials.run({[&] { spin_for(milliseconds(lonely ? 0 : 20)); },
                  [&] { spin_for(milliseconds(20)); }});
    }
  });
  EXPECT_EQ(run.iterations, 3'000);
  EXPECT_EQ(run.counters.at("clean"), 3);
  EXPECT_GE(run.counters.at("trials"), 4);
  EXPECT_GE(run.real_accumulated_time, 0.060);  // of the clean ones
}

TEST_F(TwoThreadTrial, DoesNotCountAWarmUp) {
  int jobs_run = 0;
  const auto run = run_once("warms up", 1'000, [&](benchmark::State& state) {
    TwoThreadTrials trials(state, {.most = 1'000});
    trials.warm_up({[&] { ++jobs_run; }, [] {}});
    while (trials.keep_running()) {
      const auto work = [] { spin_for(milliseconds(5)); };
      trials.run({work, work});
    }
  });
  EXPECT_EQ(jobs_run, 1);
  EXPECT_EQ(run.counters.at("clean"), 1);
}

TEST_F(TwoThreadTrial, GivesUpWhereNoTrialIsClean) {
  const auto run = run_once("never", 1, [&](benchmark::State& state) {
    TwoThreadTrials trials(state);
    while (trials.keep_running()) {
      trials.run({[] {}, [] { spin_for(std::chrono::microseconds(500)); }});
    }
  });
  EXPECT_TRUE(run.error_occurred);
  EXPECT_EQ(run.error_message, "this machine: no clean trial in 100");
}

TEST_F(TwoThreadTrial, SaysThatOneProcessorIsNotEnough) {
  benchmark::BenchmarkReporter::Run run;
  std::jthread([&] {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(two_processors().front(), &one);
    ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
    run = run_once("alone", 1, [](benchmark::State& state) {
      TwoThreadTrials trials(state);
      while (trials.keep_running()) trials.run({[] {}, [] {}});
    });
  }).join();
  EXPECT_TRUE(run.error_occurred);
  EXPECT_EQ(run.error_message,
            "this machine: one processor allowed, two needed");
}

TEST(OneProcessorTrial, HandsOverOnOneProcessor) {
  const auto run = run_once("one", 1, [&](benchmark::State& state) {
    TwoThreadTrials trials(state, {.processors = 1});
    while (trials.keep_running()) {
      std::atomic<int> turn = 0;
      const auto take_turns = [&](int me) {
        for (std::int64_t n = 0; n < trials.operations(); ++n) {
          while (turn.load(std::memory_order_acquire) != me) {
            std::this_thread::yield();
          }
          turn.store(1 - me, std::memory_order_release);
        }
      };
      trials.run({[&] { take_turns(0); }, [&] { take_turns(1); }});
    }
  });
  EXPECT_FALSE(run.error_occurred) << run.error_message;
  EXPECT_EQ(run.iterations, 1'000);
}

}  // namespace
}  // namespace hb
