// Trials with two threads, for Google Benchmark.
//
// A figure for two threads is real only if both were running. A fresh thread
// starts milliseconds late and a neighbour takes a processor; what is measured
// then is one thread after the other. Here the threads are started and pinned
// before the clock, wait for each other, and each records its window: when it
// started and when it ended. A trial whose windows overlap by less than 90 %
// is run again and never counts. The counters `clean` and `trials` say how
// many counted, of how many.
//
//   void send_and_receive(benchmark::State& state) {
//     TwoThreadTrials trials(state);
//     while (trials.keep_running()) {
//       Queue queue;
//       trials.run({[&] { send(queue, trials.operations()); },
//                   [&] { receive(queue, trials.operations()); }});
//       if (!queue.empty()) state.SkipWithError("left a value");
//     }
//   }
//   BENCHMARK(send_and_receive)->UseManualTime();
//
// The column "Time" is the time of one operation: first start to last end,
// divided by operations(). An error that begins with "this machine:" says
// nothing about the code measured.
#pragma once

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace hb {

// From the start of a thread's part of a trial to its end.
struct Window {
  std::chrono::steady_clock::time_point start;
  std::chrono::steady_clock::time_point end;
};

// The smallest window that holds all of them. REQUIRES: at least one.
Window hull(std::span<const Window> windows);

// The time common to both, as a part of the time that either took: 0 to 1.
double overlap(const Window& one, const Window& other);

// At most two of the processors that this thread may use, on different cores
// where the machine has them.
std::vector<int> two_processors();

struct TrialOptions {
  // 1 puts all threads on one processor: for what a hand-over costs there.
  int processors = 2;
  // Bounds of operations(). More for what is cheap, so that a trial is long
  // beside its start; fewer for what is dear.
  std::int64_t fewest = 1'000;
  std::int64_t most = 20'000;
};

// REQUIRES: the benchmark is registered with UseManualTime().
class TwoThreadTrials {
 public:
  using Jobs = std::vector<std::function<void()>>;

  explicit TwoThreadTrials(benchmark::State& state, TrialOptions options = {});
  ~TwoThreadTrials();  // writes the counters

  TwoThreadTrials(const TwoThreadTrials&) = delete;
  TwoThreadTrials& operator=(const TwoThreadTrials&) = delete;

  // As State::KeepRunning, with an unclean trial run once more.
  bool keep_running();

  // How many operations each trial has: the same in all trials of a run.
  std::int64_t operations() const { return operations_; }

  // As run(), but it does not count: for what is dear only the first time.
  void warm_up(const Jobs& jobs);

  // Runs all jobs at once, job i on side i % 2, and returns after the last.
  // Four jobs are two on each side; a side's window is the hull of its own.
  // REQUIRES: two or more jobs, the same number each time.
  void run(const Jobs& jobs);

 private:
  class Crew;

  Crew& crew_for(const Jobs& jobs);

  benchmark::State& state_;
  std::vector<int> processors_;  // of the two sides
  std::int64_t operations_;
  std::unique_ptr<Crew> crew_;
  std::int64_t trials_ = 0;
  std::int64_t clean_ = 0;
  int unclean_in_a_row_ = 0;
};

}  // namespace hb
