// A litmus program on this machine: two threads, run a great many times, and
// how often each outcome came out.
//
//   struct StoreBuffering {
//     std::atomic<int> x = 0, y = 0;
//     int r1 = 0, r2 = 0;
//     void first() { x.store(1, kRelease); r1 = y.load(kAcquire); }
//     void second() { y.store(1, kRelease); r2 = x.load(kAcquire); }
//   };
//   const LitmusCounts counts = run_litmus<StoreBuffering>(2s);
//
// What is counted shows what this machine can do. What is not counted shows
// nothing: the checker tells "impossible" from "rare".
//
// Thread safety: one run at a time. It uses two processors until it ends.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hb {

using LitmusOutcome = std::pair<int, int>;  // r1, r2

struct LitmusCounts {
  std::map<LitmusOutcome, std::int64_t> seen;
  std::int64_t runs = 0;
  // False if the two threads could not run at once: nothing was run then.
  bool had_two_processors = true;
};

// One array of instances, whatever the program is.
struct LitmusBatch {
  std::size_t size = 0;
  std::function<void()> reset;
  // Runs one side of every instance; calls `meet` before each.
  std::function<void(const std::function<void(std::size_t)>& meet)> sides[2];
  std::function<LitmusOutcome(std::size_t instance)> outcome;
};

// Batch after batch for about that long, at least one. The two sides are pinned
// to two processors and meet before each instance.
LitmusCounts run_batches(const LitmusBatch& batch,
                         std::chrono::milliseconds duration);

// What the memory model says of an outcome, and what x86 hardware does.
struct LitmusRow {
  LitmusOutcome outcome;
  bool is_allowed = true;
  bool is_on_x86 = true;  // false: allowed, and x86 never shows it
};

// A line for each row: the outcome, allowed or never, how often it was seen.
std::string litmus_table(const std::vector<LitmusRow>& rows,
                         const LitmusCounts& counts);

// How many runs had an outcome that no row allows.
std::int64_t impossible_runs(const std::vector<LitmusRow>& rows,
                             const LitmusCounts& counts);

// "r1=0 r2=1"
std::string outcome_text(const LitmusOutcome& outcome);
// The same read back; {-1, -1} if it is none.
LitmusOutcome outcome_from(const std::string& text);

template <typename Program>
LitmusCounts run_litmus(std::chrono::milliseconds duration) {
  // WHY its own lines: instances that share one would order each other.
  struct alignas(128) Instance {
    Program program;
  };
  constexpr std::size_t kInstances = 1024;
  const auto instances = std::make_unique<Instance[]>(kInstances);
  LitmusBatch batch;
  batch.size = kInstances;
  batch.reset = [&] {
    for (std::size_t i = 0; i < kInstances; ++i) {
      std::destroy_at(&instances[i].program);
      std::construct_at(&instances[i].program);
    }
  };
  batch.sides[0] = [&](const std::function<void(std::size_t)>& meet) {
    for (std::size_t i = 0; i < kInstances; ++i) {
      meet(i);
      instances[i].program.first();
    }
  };
  batch.sides[1] = [&](const std::function<void(std::size_t)>& meet) {
    for (std::size_t i = 0; i < kInstances; ++i) {
      meet(i);
      instances[i].program.second();
    }
  };
  batch.outcome = [&](std::size_t i) {
    return LitmusOutcome{instances[i].program.r1, instances[i].program.r2};
  };
  return run_batches(batch, duration);
}

}  // namespace hb
