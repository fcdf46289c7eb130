// How benchmark 07 measures one way to pass values on.
#pragma once

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

#include "benchmark/two_thread_trial.hpp"

namespace hb {

using Value = std::int64_t;

struct Shape {
  int senders;
  int receivers;
};

// #region measure
template <typename Way>
void measure(benchmark::State& state, std::size_t depth, Shape shape,
             TrialOptions options) {
  TwoThreadTrials trials(state, options);
  while (trials.keep_running()) {
    const Value values = trials.operations();
    Way channel(depth);
    std::atomic<int> senders = shape.senders;
    std::atomic<Value> sum = 0;

    const auto send_every = [&](Value step, Value first) {
      for (Value n = first; n < values; n += step) channel.send(n);
      // WHY acq_rel: the last sender closes after what the others have sent.
      if (senders.fetch_sub(1, std::memory_order_acq_rel) == 1) channel.close();
    };
    const auto receive = [&] {
      Value mine = 0;
      channel.receive_all([&](Value value) { mine += value; });
      // WHY relaxed: read when run() has returned, after all threads' work.
      sum.fetch_add(mine, std::memory_order_relaxed);
    };
    if (shape.receivers == 1) {
      trials.run({[&] { send_every(1, 0); }, receive});
    } else if (shape.senders == 2) {
      trials.run({[&] { send_every(2, 0); }, receive, receive,
                  [&] { send_every(2, 1); }});
    } else {
      // The first receiver's side has two, the sender's two as well.
      trials.run(
          {[&] { send_every(1, 0); }, receive, receive, receive, receive});
    }
    const Value received = sum.load(std::memory_order_relaxed);
    // WHY check in a benchmark: a fast channel that loses values is not fast.
    if (received != values * (values - 1) / 2) {
      state.SkipWithError("lost a value");
    }
  }
}
// #endregion measure

// "channel/WAY/DEPTH", and the shape behind it where it is not 1p1c.
inline std::string row_name(const std::string& way, std::size_t depth,
                            Shape shape) {
  std::string name = "channel/" + way + "/" + std::to_string(depth);
  if (shape.senders == 2) name += "/2p2c";
  if (shape.receivers == 4) name += "/1p4c";
  return name;
}

template <typename Way>
void add(const std::string& way, std::size_t depth, Shape shape,
         TrialOptions options = {}) {
  benchmark::RegisterBenchmark(row_name(way, depth, shape).c_str(),
                               [=](benchmark::State& state) {
                                 measure<Way>(state, depth, shape, options);
                               })
      ->UseManualTime();
}

// Values by the hundred thousand: what takes 20 ns is over before a trial of
// fewer is under way.
inline constexpr TrialOptions cheap = {.fewest = 100'000, .most = 100'000};

// Each in its own file, so that each is compiled once, and side by side.
void add_ladder(std::size_t depth, Shape shape);
void add_peers(std::size_t depth, Shape shape);
void add_other_languages(std::size_t depth, Shape shape);
void add_idle();

}  // namespace hb
