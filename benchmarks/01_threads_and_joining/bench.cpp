// Benchmark 01: what the primitives cost
//
// Question  A table that is often repeated claims 1-2 us to spawn, 100 ns to
//           switch, 50 ns to lock and 100-200 ns to send. Of what, and here?
// Method    Each primitive alone. One thread, unless the name says otherwise;
//           a second one sleeps all the time, because glibc and libstdc++
//           leave out locked instructions while a process has only one.
// Run       ./workbook bench 01     claimed beside measured

#include <benchmark/benchmark.h>

#include <boost/fiber/all.hpp>
#include <boost/lockfree/spsc_queue.hpp>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "benchmark/two_thread_trial.hpp"

namespace hb {
namespace {

// The column "claimed". What the table does not name has none.
constexpr const char* kClaimedSpawn = "claimed 1-2 us";
constexpr const char* kClaimedSwitch = "claimed 100 ns";
constexpr const char* kClaimedLock = "claimed 50 ns";
constexpr const char* kClaimedSend = "claimed 100-200 ns";

// ------------------------------------------------------------------ spawning

void spawn_thread(benchmark::State& state) {
  state.SetLabel(kClaimedSpawn);
  for (auto _ : state) std::thread([] {}).join();
}

void spawn_async(benchmark::State& state) {
  state.SetLabel(kClaimedSpawn);
  for (auto _ : state) std::async(std::launch::async, [] {}).get();
}

void spawn_fiber(benchmark::State& state) {
  state.SetLabel(kClaimedSpawn);
  for (auto _ : state) boost::fibers::fiber([] {}).join();
}

// WHY a second row: the stack is most of a fiber's cost.
void spawn_fiber_pooled_stack(benchmark::State& state) {
  state.SetLabel(kClaimedSpawn);
  boost::fibers::pooled_fixedsize_stack stacks;
  for (auto _ : state) {
    boost::fibers::fiber(std::allocator_arg, stacks, [] {}).join();
  }
}

// ----------------------------------------------------------------- switching

// Two threads take turns; each sleeps while it is the other's.
class Turns {
 public:
  void take(int me) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return whose_ == me; });
      whose_ = 1 - me;
    }
    changed_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int whose_ = 0;  // guarded by mutex_
};

// A trial of n operations has n turns, taken by the two in alternation.
template <int processors>
void switch_threads(benchmark::State& state) {
  state.SetLabel(kClaimedSwitch);
  TwoThreadTrials trials(state, {.processors = processors});
  while (trials.keep_running()) {
    Turns turns;
    const auto take_turns = [&](int me) {
      const std::int64_t mine = (trials.operations() + 1 - me) / 2;
      for (std::int64_t n = 0; n < mine; ++n) turns.take(me);
    };
    trials.run({[&] { take_turns(0); }, [&] { take_turns(1); }});
  }
}

void switch_fibers(benchmark::State& state) {
  state.SetLabel(kClaimedSwitch);
  constexpr int kSwitches = 10'000;
  const auto yield_often = [] {
    for (int n = 0; n < kSwitches / 2; ++n) boost::this_fiber::yield();
  };
  while (state.KeepRunningBatch(kSwitches)) {
    boost::fibers::fiber one(yield_often);
    boost::fibers::fiber other(yield_often);
    one.join();
    other.join();
  }
}

// ------------------------------------------------------------------- locking

void lock_mutex(benchmark::State& state) {
  state.SetLabel(kClaimedLock);
  std::mutex mutex;
  for (auto _ : state) std::lock_guard lock(mutex);
}

// Two threads lock one mutex, operations() times in all: whoever gets it.
void lock_mutex_two_threads(benchmark::State& state) {
  TwoThreadTrials trials(state, {.fewest = 10'000});
  while (trials.keep_running()) {
    std::mutex mutex;
    std::int64_t count = 0;  // guarded by mutex
    const auto lock_until_done = [&] {
      for (bool done = false; !done;) {
        std::lock_guard lock(mutex);
        done = count == trials.operations();
        if (!done) ++count;
      }
    };
    trials.run({lock_until_done, lock_until_done});
  }
}

// ------------------------------------------------------------------- sending

// One send and one receive; nobody waits.
void send_locked(benchmark::State& state) {
  state.SetLabel(kClaimedSend);
  std::mutex mutex;
  std::condition_variable not_empty;
  std::deque<std::int64_t> values;  // guarded by mutex
  std::int64_t sent = 0, sum = 0;
  for (auto _ : state) {
    {
      std::lock_guard lock(mutex);
      values.push_back(sent++);
    }
    not_empty.notify_one();
    std::unique_lock lock(mutex);
    not_empty.wait(lock, [&] { return !values.empty(); });
    sum += values.front();
    values.pop_front();
  }
  if (sum != sent * (sent - 1) / 2) state.SkipWithError("lost a value");
}

void send_between_fibers(benchmark::State& state) {
  state.SetLabel(kClaimedSend);
  constexpr std::int64_t kValues = 10'000;
  while (state.KeepRunningBatch(kValues)) {
    boost::fibers::buffered_channel<std::int64_t> channel(64);
    boost::fibers::fiber sender([&] {
      for (std::int64_t n = 0; n < kValues; ++n) channel.push(n);
      channel.close();
    });
    std::int64_t sum = 0;
    for (std::int64_t value : channel) sum += value;
    sender.join();
    if (sum != kValues * (kValues - 1) / 2) state.SkipWithError("lost a value");
  }
}

void send_spsc(benchmark::State& state) {
  boost::lockfree::spsc_queue<std::int64_t> queue(1024);
  std::int64_t sent = 0, sum = 0;
  for (auto _ : state) {
    queue.push(sent++);
    std::int64_t value = 0;
    queue.pop(value);
    sum += value;
  }
  if (sum != sent * (sent - 1) / 2) state.SkipWithError("lost a value");
}

// One value from one thread to the other. Wait policy: try, then yield.
void send_spsc_two_threads(benchmark::State& state) {
  TwoThreadTrials trials(state, {.fewest = 20'000});
  while (trials.keep_running()) {
    const std::int64_t values = trials.operations();
    boost::lockfree::spsc_queue<std::int64_t> queue(1024);
    std::int64_t sum = 0;
    trials.run({[&] {
                  for (std::int64_t n = 0; n < values; ++n) {
                    while (!queue.push(n)) std::this_thread::yield();
                  }
                },
                [&] {
                  for (std::int64_t n = 0; n < values; ++n) {
                    std::int64_t value = 0;
                    while (!queue.pop(value)) std::this_thread::yield();
                    sum += value;
                  }
                }});
    if (sum != values * (values - 1) / 2) state.SkipWithError("lost a value");
  }
}

// ------------------------------------------------------------------- sharing

void copy_shared_ptr(benchmark::State& state) {
  const auto original = std::make_shared<int>(1);
  for (auto _ : state) {
    std::shared_ptr<int> copy = original;
    benchmark::DoNotOptimize(copy);
  }
}

// Each of the two copies operations() times: the time of one copy of each.
void copy_shared_ptr_two_threads(benchmark::State& state) {
  TwoThreadTrials trials(state, {.fewest = 10'000});
  while (trials.keep_running()) {
    const auto original = std::make_shared<int>(1);
    const auto copy_often = [&] {
      for (std::int64_t n = 0; n < trials.operations(); ++n) {
        std::shared_ptr<int> copy = original;
        benchmark::DoNotOptimize(copy);
      }
    };
    trials.run({copy_often, copy_often});
  }
}

BENCHMARK(spawn_thread)->Name("spawn/thread")->UseRealTime();
BENCHMARK(spawn_async)->Name("spawn/async")->UseRealTime();
BENCHMARK(spawn_fiber)->Name("spawn/fiber")->UseRealTime();
BENCHMARK(spawn_fiber_pooled_stack)
    ->Name("spawn/fiber, pooled stack")
    ->UseRealTime();
BENCHMARK(switch_threads<1>)
    ->Name("switch/threads, one processor")
    ->UseManualTime();
BENCHMARK(switch_threads<2>)
    ->Name("switch/threads, two processors")
    ->UseManualTime();
BENCHMARK(switch_fibers)->Name("switch/fibers")->UseRealTime();
BENCHMARK(lock_mutex)->Name("lock/mutex")->UseRealTime();
BENCHMARK(lock_mutex_two_threads)
    ->Name("lock/mutex, two threads")
    ->UseManualTime();
BENCHMARK(send_locked)->Name("send/mutex and deque")->UseRealTime();
BENCHMARK(send_between_fibers)->Name("send/between fibers")->UseRealTime();
BENCHMARK(send_spsc)->Name("send/spsc_queue")->UseRealTime();
BENCHMARK(send_spsc_two_threads)
    ->Name("send/spsc_queue, two threads")
    ->UseManualTime();
BENCHMARK(copy_shared_ptr)->Name("share/shared_ptr copy")->UseRealTime();
BENCHMARK(copy_shared_ptr_two_threads)
    ->Name("share/shared_ptr copy, two threads")
    ->UseManualTime();

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  // The sleeping second thread.
  std::promise<void> done;
  std::jthread sleeper([wake = done.get_future()] { wake.wait(); });
  benchmark::RunSpecifiedBenchmarks();
  done.set_value();
}
