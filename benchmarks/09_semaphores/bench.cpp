// Benchmark 09: what a permit costs
//
// Question  What do acquire and release cost where nobody waits, where two
//           threads want one permit and four want two, and where two threads
//           hand each other the turn? And what does a limit on the threads
//           that are started save?
// Method    Time is that of one acquire and one release; in ping_pong, of one
//           turn. Threads are pinned to two processors. Each row that is
//           contended counts under its permits and checks the count. spawn
//           starts a thread for each of 400 tasks that wait 20 ms with 64 KiB
//           in use: time for all of them, the most alive at once, and the
//           memory that the process had then.
//           "answer" is the semaphore of exercise 09d: this file is compiled
//           once with yours and once with the solution's.
// Run       ./workbook bench 09     interleaved: read the median and the spread

#include "09_semaphores/d_from_cv/semaphore.hpp"

#include <benchmark/benchmark.h>
#include <semaphore.h>

#include <algorithm>
#include <atomic>
#include <boost/fiber/condition_variable.hpp>
#include <boost/fiber/mutex.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <fstream>
#include <functional>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "benchmark/two_thread_trial.hpp"
#include "sync/futex.hpp"
#include "sync/semaphore.hpp"

#if defined(HB_HAVE_CONCURRENTQUEUE)
#include <concurrentqueue/blockingconcurrentqueue.h>  // has it
#endif

namespace hb {
namespace {

// #region naive
template <typename Mutex, typename Condition>
class Counted {
 public:
  explicit Counted(int permits) : permits_(permits) {}

  void acquire() {
    std::unique_lock<Mutex> lock(mutex_);
    there_is_one_.wait(lock, [&] { return permits_ > 0; });
    --permits_;
  }
  void release() {
    std::lock_guard<Mutex> lock(mutex_);
    ++permits_;
    there_is_one_.notify_one();
  }

 private:
  Mutex mutex_;
  Condition there_is_one_;
  int permits_;  // guarded by mutex_
};
// #endregion naive

using Naive = Counted<std::mutex, std::condition_variable>;
using Fibers = Counted<boost::fibers::mutex, boost::fibers::condition_variable>;

class Posix {
 public:
  explicit Posix(int permits) {
    sem_init(&semaphore_, 0, static_cast<unsigned>(permits));
  }
  ~Posix() { sem_destroy(&semaphore_); }
  Posix(const Posix&) = delete;
  Posix& operator=(const Posix&) = delete;

  void acquire() {
    while (sem_wait(&semaphore_) != 0) {
    }
  }
  void release() { sem_post(&semaphore_); }

 private:
  sem_t semaphore_;
};

// WHY not acquire(): libstdc++ 12's can sleep while there is a permit. Here
// that would cost a second, which shows, and not the whole run.
class Standard {
 public:
  explicit Standard(int permits) : semaphore_(permits) {}
  void acquire() {
    while (!semaphore_.try_acquire_for(std::chrono::seconds(1))) {
    }
  }
  void release() { semaphore_.release(); }

 private:
  std::counting_semaphore<> semaphore_;
};

#if defined(HB_HAVE_CONCURRENTQUEUE)
class Moodycamel {
 public:
  explicit Moodycamel(int permits) : semaphore_(permits) {}
  void acquire() { semaphore_.wait(); }
  void release() { semaphore_.signal(); }

 private:
  moodycamel::LightweightSemaphore semaphore_;
};
#endif

// #region one_word
// The step between: one word, which says how many permits there are, and a
// flag's worth of waiters beside it. Sleeps at once.
class OneWord {
 public:
  explicit OneWord(int permits)
      : permits_(static_cast<std::uint32_t>(permits)) {}

  void acquire() {
    while (!try_acquire()) {
      // WHY seq_cst, here and in release(): each writes its word and reads the
      // other's. One of the two sees the other.
      waiters_.fetch_add(1, std::memory_order_seq_cst);
      sync::futex_wait(permits_, 0);
      waiters_.fetch_sub(1, std::memory_order_relaxed);
    }
  }
  void release() {
    permits_.fetch_add(1, std::memory_order_seq_cst);
    if (waiters_.load(std::memory_order_seq_cst) > 0) {
      sync::futex_wake(permits_, 1);
    }
  }

 private:
  bool try_acquire() {
    std::uint32_t there = permits_.load(std::memory_order_relaxed);
    while (there > 0) {
      // WHY acquire: pairs with release(), what was done under the permit.
      if (permits_.compare_exchange_weak(there, there - 1,
                                         std::memory_order_acquire,
                                         std::memory_order_relaxed)) {
        return true;
      }
    }
    return false;
  }

  sync::FutexWord permits_;
  std::atomic<int> waiters_ = 0;
};
// #endregion one_word

// The library's, by hand, as all the others are used.
class Library {
 public:
  explicit Library(int permits) : semaphore_(permits) {}
  void acquire() { (void)semaphore_.take(); }
  void release() { semaphore_.release(); }

 private:
  sync::Semaphore semaphore_;
};

template <typename Semaphore>
void uncontended(benchmark::State& state) {
  Semaphore permits(1);
  for (auto _ : state) {
    permits.acquire();
    benchmark::ClobberMemory();
    permits.release();
  }
}

// What the library is meant for: a Permit, and nothing to be forgotten.
void uncontended_permit(benchmark::State& state) {
  sync::Semaphore permits(1);
  for (auto _ : state) {
    const auto permit = permits.acquire();
    benchmark::ClobberMemory();
  }
}

// #region contended
template <typename Semaphore>
void contended(benchmark::State& state, std::size_t threads, int permits) {
  TwoThreadTrials trials(state);
  while (trials.keep_running()) {
    Semaphore semaphore(permits);
    // WHY relaxed: a sum, read when all threads have ended.
    std::atomic<std::int64_t> inside = 0;
    std::atomic<std::int64_t> count = 0;
    std::atomic<bool> too_many = false;
    const std::int64_t each =
        trials.operations() / static_cast<std::int64_t>(threads);
    const auto job = [&] {
      for (std::int64_t n = 0; n < each; ++n) {
        semaphore.acquire();
        if (inside.fetch_add(1, std::memory_order_relaxed) >= permits) {
          too_many.store(true, std::memory_order_relaxed);
        }
        inside.fetch_sub(1, std::memory_order_relaxed);
        semaphore.release();
      }
      count.fetch_add(each, std::memory_order_relaxed);
    };
    trials.run(TwoThreadTrials::Jobs(threads, job));
    const auto all = each * static_cast<std::int64_t>(threads);
    if (too_many.load() || count.load() != all) {
      state.SkipWithError("more inside than permits");
    }
  }
}
// #endregion contended

template <typename Semaphore>
void ping_pong(benchmark::State& state, int processors) {
  TwoThreadTrials trials(state, {.processors = processors, .most = 4'000});
  while (trials.keep_running()) {
    Semaphore ping(1);
    Semaphore pong(1);
    pong.acquire();
    std::int64_t turns = 0;  // handed from one to the other
    const std::int64_t each = trials.operations() / 2;
    const auto play = [&](Semaphore& mine, Semaphore& yours) {
      for (std::int64_t n = 0; n < each; ++n) {
        mine.acquire();
        ++turns;
        yours.release();
      }
    };
    trials.run({[&] { play(ping, pong); }, [&] { play(pong, ping); }});
    if (turns != 2 * each) state.SkipWithError("lost a turn");
    ping.acquire();  // back to its owner, who asserts that it is
    ping.release();
    pong.release();
  }
}

// ------------------------------------------------------- a limit on what runs

constexpr int kTasks = 400;

std::int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t all = 0;
  std::int64_t resident = 0;
  file >> all >> resident;
  return resident * 4096;
}

// Starts a thread for each task; `before` says when it may be started.
template <typename Before>
void spawn(benchmark::State& state, Before before) {
  std::int64_t most_alive = 0;
  std::int64_t most_memory = 0;
  const std::int64_t memory_before = resident_bytes();
  for (auto _ : state) {
    std::atomic<int> alive = 0;
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n < kTasks; ++n) {
      auto permit = before();
      // WHY relaxed, all: figures; join() orders the last look at them.
      most_alive = std::max<std::int64_t>(
          most_alive, alive.fetch_add(1, std::memory_order_relaxed) + 1);
      threads.emplace_back([&, held = std::move(permit)] {
        std::vector<char> chunk(64 * 1024, 'x');
        benchmark::DoNotOptimize(chunk.data());
        // WHY a sleep: the task stands for one that waits for a device.
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        alive.fetch_sub(1, std::memory_order_relaxed);
        done.fetch_add(1, std::memory_order_relaxed);
      });
      if (n % 8 == 7) most_memory = std::max(most_memory, resident_bytes());
    }
    for (std::thread& thread : threads) thread.join();
    if (done.load() != kTasks) state.SkipWithError("lost a task");
  }
  state.counters["threads"] = static_cast<double>(most_alive);
  state.counters["MiB"] =
      static_cast<double>(most_memory - memory_before) / (1024 * 1024);
}

void spawn_unbounded(benchmark::State& state) {
  spawn(state, [] { return 0; });
}

void spawn_bounded(benchmark::State& state, int permits) {
  sync::Semaphore semaphore(permits);
  spawn(state, [&] { return *semaphore.acquire(); });
}

// WHY without a ping-pong for Boost.Fiber's: where a thread has no other fiber
// to run, it sleeps for milliseconds on one processor.
template <typename Semaphore>
void add(const std::string& way, bool with_ping_pong = true) {
  using benchmark::RegisterBenchmark;
  RegisterBenchmark(("uncontended/" + way).c_str(), uncontended<Semaphore>);
  for (const auto& [name, threads, permits] :
       {std::tuple("two_threads_one_permit/", 2u, 1),
        std::tuple("four_threads_two_permits/", 4u, 2)}) {
    RegisterBenchmark((name + way).c_str(), [threads = threads,
                                             permits = permits](
                                                benchmark::State& state) {
      contended<Semaphore>(state, threads, permits);
    })->UseManualTime();
  }
  if (!with_ping_pong) return;
  for (const int processors : {1, 2}) {
    RegisterBenchmark(
        ("ping_pong_" + std::to_string(processors) + "_cpu/" + way).c_str(),
        [processors](benchmark::State& state) {
          ping_pong<Semaphore>(state, processors);
        })
        ->UseManualTime();
  }
}

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  // The first of each group is the naive one, for the runner to compare.
  hb::add<hb::Naive>("naive");
  hb::add<hb::Posix>("posix");
  hb::add<hb::Standard>("standard");
#if defined(HB_HAVE_CONCURRENTQUEUE)
  hb::add<hb::Moodycamel>("moodycamel");
#endif
  hb::add<hb::Fibers>("boost_fiber", false);
  hb::add<hb::OneWord>("one_word");
  hb::add<hb::Library>("library");
  hb::add<hb::Semaphore>("answer");
  benchmark::RegisterBenchmark("uncontended/library_permit",
                               hb::uncontended_permit);
  for (const int permits : {8, 64}) {
    benchmark::RegisterBenchmark(
        ("spawn/bounded_" + std::to_string(permits)).c_str(),
        [permits](benchmark::State& state) {
          hb::spawn_bounded(state, permits);
        })
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  // Last: the memory of its threads is not given back to the kernel.
  benchmark::RegisterBenchmark("spawn/unbounded", hb::spawn_unbounded)
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
