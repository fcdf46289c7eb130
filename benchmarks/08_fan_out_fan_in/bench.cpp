// Benchmark 08: what it costs to hand work out, and to whom
//
// Question  A thread for each task, a pool, a fiber? What of a pool is worth
//           its lines? What if workers share one receiver behind a mutex?
// Method    10,000 empty tasks, 10,000 of 1 us, 2,000 of 20 us, 200 that wait
//           for 1 ms; dear ways take fewer. Threads of pools are started before
//           the clock. Every task leaves a result, and all are checked.
//           of_ideal is the time over that of the same work done one after the
//           other, in the same row, divided by the processors.
//           "answer" is the pool of exercise 08a: this file is compiled once
//           with yours and once with the solution's.
// Run       ./workbook bench 08     interleaved: read the median and the spread

#include "08_fan_out_fan_in/a_worker_pool/worker_pool.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <numeric>
#include <thread>
#include <tuple>
#include <vector>

#include "exec/for_each_bounded.hpp"
#include "exec/parallel_map.hpp"
#include "exec/worker_pool.hpp"
#include "ladder_pool.hpp"
#include "spawn.hpp"

namespace hb {
namespace {

constexpr std::size_t kAlive = 256;    // threads of the ways that have no pool
constexpr std::size_t kInFlight = 64;  // tasks that may wait at once

// Starts each by start(n), at most kAlive at once; end() waits for one.
template <typename Start, typename End>
void in_a_window(std::size_t tasks, Start start, End end) {
  std::deque<decltype(start(std::size_t{}))> alive;
  for (std::size_t n = 0; n < tasks; ++n) {
    if (alive.size() == kAlive) {
      end(alive.front());
      alive.pop_front();
    }
    alive.push_back(start(n));
  }
  for (auto& last : alive) end(last);
}

// #region naive
Run thread_a_task() {
  return [](Job& job) {
    in_a_window(
        job.tasks(),
        [&](std::size_t n) { return std::thread([&job, n] { job.run(n); }); },
        [](std::thread& thread) { thread.join(); });
  };
}

Run async() {
  return [](Job& job) {
    in_a_window(
        job.tasks(),
        [&](std::size_t n) {
          return std::async(std::launch::async, [&job, n] { job.run(n); });
        },
        [](std::future<void>& end) { end.get(); });
  };
}
// #endregion naive

Way ladder(LadderStep step) {
  return [=]() -> Run {
    auto pool = std::make_shared<LadderPool>(processors(), step);
    return [pool](Job& job) {
      for (std::size_t n = 0; n < job.tasks(); ++n) {
        pool->post([&job, n] { job.run_and_count(n); });
      }
      job.wait();
    };
  };
}

Run ladder_batch() {
  auto pool = std::make_shared<LadderPool>(
      processors(), LadderStep{.wakes_only_idle = true, .grab = 64});
  return [pool](Job& job) {
    std::vector<std::function<void()>> tasks;
    for (std::size_t n = 0; n < job.tasks(); ++n) {
      tasks.emplace_back([&job, n] { job.run_and_count(n); });
    }
    pool->post_all(tasks);
    job.wait();
  };
}

// #region pool
Way pool_one_by_one(std::size_t threads) {
  return [=]() -> Run {
    auto pool = std::make_shared<exec::WorkerPool>(threads);
    return [pool](Job& job) {
      for (std::size_t n = 0; n < job.tasks(); ++n) {
        pool->post([&job, n] { job.run(n); });
      }
      std::ignore = pool->wait_until_idle();
    };
  };
}

Run pool_batched() {
  auto pool = std::make_shared<exec::WorkerPool>(processors());
  return [pool](Job& job) {
    std::vector<exec::Task> tasks;
    tasks.reserve(job.tasks());
    for (std::size_t n = 0; n < job.tasks(); ++n) {
      tasks.emplace_back([&job, n] { job.run(n); });
    }
    pool->post_all(tasks);
    std::ignore = pool->wait_until_idle();
  };
}
// #endregion pool

Run pool_with_handles() {
  auto pool = std::make_shared<exec::WorkerPool>(processors());
  return [pool](Job& job) {
    std::vector<exec::Handle<void>> handles;
    handles.reserve(job.tasks());
    for (std::size_t n = 0; n < job.tasks(); ++n) {
      handles.push_back(pool->submit([&job, n] { job.run(n); }));
    }
    for (exec::Handle<void>& handle : handles) std::ignore = handle.get();
  };
}

// A future each, as with handles.
Run answer() {
  auto pool = std::make_shared<WorkerPool>(static_cast<int>(processors()));
  return [pool](Job& job) {
    std::vector<std::future<int>> running;
    running.reserve(job.tasks());
    for (std::size_t n = 0; n < job.tasks(); ++n) {
      running.push_back(pool->submit([&job, n] {
        job.run(n);
        return 0;
      }));
    }
    for (std::future<int>& one : running) one.get();
  };
}

std::vector<std::size_t> numbers_of(const Job& job) {
  std::vector<std::size_t> numbers(job.tasks());
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  return numbers;
}

Run parallel_map() {
  auto pool = std::make_shared<exec::WorkerPool>(processors());
  return [pool](Job& job) {
    std::ignore = exec::parallel_map(*pool, numbers_of(job),
                                     [&](std::size_t n) { job.run(n); });
  };
}

Way stream(std::size_t in_flight) {
  return [=]() -> Run {
    auto pool = std::make_shared<exec::WorkerPool>(in_flight);
    return [=](Job& job) {
      std::ignore = exec::for_each_bounded(*pool, in_flight, numbers_of(job),
                                           [&](std::size_t n) { job.run(n); });
    };
  };
}

void add_ways(Kind kind) {
  const std::size_t few = kind == Kind::empty || kind == Kind::us1 ? 1000 : 0;
  // The first of a group is the naive one, for the runner to compare.
  add_way("thread a task", kind, thread_a_task, few);
  add_way("async", kind, async, few);
  add_way("step 1, notify always", kind, ladder({}));
  add_way("step 2, wake if idle", kind, ladder({.wakes_only_idle = true}));
  add_way("step 3, grab 64", kind,
          ladder({.wakes_only_idle = true, .grab = 64}));
  add_way("step 4, batch", kind, ladder_batch);
  add_way("pool one by one", kind, pool_one_by_one(processors()));
  add_way("pool batched", kind, pool_batched);
  add_way("pool with handles", kind, pool_with_handles);
  add_way("answer", kind, answer);
  add_way("parallel_map", kind, parallel_map);
  if (kind == Kind::blocking) {
    add_way("pool of 64", kind, pool_one_by_one(kInFlight));
    add_way("stream of 64", kind, stream(kInFlight));
  } else {
    add_way("stream", kind, stream(processors()));
  }
  add_fibers(kind);
  add_boost_executors(kind);
  add_peers(kind);
}

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  using hb::Kind;
  for (const Kind kind : {Kind::us1, Kind::us20, Kind::blocking, Kind::empty}) {
    hb::add_ways(kind);
  }
  hb::add_hand_offs();
  hb::add_files();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
