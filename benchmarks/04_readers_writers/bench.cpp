// Benchmark 04: what it costs to read what others may change
//
// Question  Many threads read the settings of a program, few change them. Does
//           a lock for readers pay? And what does a reader need at all?
// Method    Each thread reads the settings again and again, and in one of 1000
//           (100, 10) operations changes them: two or four threads, pinned to
//           two processors. The time is that of one operation of one thread, so
//           a time that grows with the threads is one waiting for another. In
//           `cache` a reader stays for a microsecond, which is what a shared
//           lock is for. Each row checks that no reader sees half a change, and
//           that no change is lost. settings/answer is the SharedSettings of
//           exercise 04c, cache/answer the CoverCache of 04a.
// Run       ./workbook bench 04     interleaved: read the median and the spread

#include "04_readers_writers/a_rw_cache/cover_cache.hpp"
#include "04_readers_writers/c_snapshot/settings.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <boost/thread/locks.hpp>
#include <boost/thread/shared_mutex.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <utility>

#include "benchmark/two_thread_trial.hpp"
#include "sync/snapshot.hpp"

namespace hb {
namespace {

// What is read: whole, if the budget is that of its chunks.
struct Config {
  std::int64_t chunk_size = 0;
  std::int64_t workers = 2;
  std::int64_t budget = 0;

  bool is_whole() const { return budget == chunk_size * workers; }
  Config with_one_more() const {
    return {chunk_size + 1, workers, (chunk_size + 1) * workers};
  }
};

// Each way has a Reader, one for each thread, whose is_whole() reads all of a
// Config, and change(), which makes the next of it. The chunk size is then the
// number of changes.

template <typename Way>
class ReaderOf {
 public:
  explicit ReaderOf(const Way& way) : way_(way) {}
  bool is_whole() const { return way_.is_whole(); }

 private:
  const Way& way_;
};

// #region locks
// The naive way with std::mutex; with a shared mutex, readers side by side.
template <typename Mutex, template <typename> typename ForReading>
class Locked {
 public:
  using Reader = ReaderOf<Locked>;

  bool is_whole() const {
    ForReading<Mutex> lock(mutex_);
    return config_.is_whole();
  }
  void change() {
    std::lock_guard lock(mutex_);
    config_ = config_.with_one_more();
  }
  std::int64_t changes() const { return config_.chunk_size; }

 private:
  mutable Mutex mutex_;
  Config config_;  // guarded by mutex_
};
// #endregion locks

// A writer that first looks, beside the readers, and then locks them out.
class Upgraded {
 public:
  using Reader = ReaderOf<Upgraded>;

  bool is_whole() const {
    boost::shared_lock<boost::upgrade_mutex> lock(mutex_);
    return config_.is_whole();
  }
  void change() {
    boost::upgrade_lock<boost::upgrade_mutex> look(mutex_);
    const Config next = config_.with_one_more();
    boost::upgrade_to_unique_lock<boost::upgrade_mutex> lock(look);
    config_ = next;
  }
  std::int64_t changes() const { return config_.chunk_size; }

 private:
  mutable boost::upgrade_mutex mutex_;
  Config config_;  // guarded by mutex_
};

// #region seqlock
// A reader reads, and again if a writer was there meanwhile. Only for data that
// can be read while it is written, hence the atomics; after Boehm, "Can
// Seqlocks Get Along With Programming Language Memory Models?", 2012.
class SeqLock {
 public:
  using Reader = ReaderOf<SeqLock>;

  bool is_whole() const {
    for (;;) {
      // WHY acquire: pairs with the release in change(); what was written
      // before the number became even is seen with it.
      const auto before = sequence_.load(std::memory_order_acquire);
      const Config seen = {chunk_size_.load(std::memory_order_relaxed),
                           workers_.load(std::memory_order_relaxed),
                           budget_.load(std::memory_order_relaxed)};
      // WHY a fence: pairs with the one in change(). Whoever has read a part of
      // the new reads a number that is no longer `before`.
      std::atomic_thread_fence(std::memory_order_acquire);
      const auto after = sequence_.load(std::memory_order_relaxed);
      if (before == after && before % 2 == 0) return seen.is_whole();
    }
  }

  void change() {
    std::lock_guard one_writer(mutex_);
    // WHY relaxed: only writers change these, and they hold mutex_.
    const auto sequence = sequence_.load(std::memory_order_relaxed);
    const Config next = Config{chunk_size_.load(std::memory_order_relaxed),
                               workers_.load(std::memory_order_relaxed)}
                            .with_one_more();
    sequence_.store(sequence + 1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
    chunk_size_.store(next.chunk_size, std::memory_order_relaxed);
    budget_.store(next.budget, std::memory_order_relaxed);
    sequence_.store(sequence + 2, std::memory_order_release);
  }
  std::int64_t changes() const { return chunk_size_; }

 private:
  std::mutex mutex_;
  std::atomic<std::uint64_t> sequence_ = 0;  // odd: a writer is at work
  std::atomic<std::int64_t> chunk_size_ = 0;
  std::atomic<std::int64_t> workers_ = 2;
  std::atomic<std::int64_t> budget_ = 0;
};
// #endregion seqlock

// For its cost only: libstdc++ 12 unlocks it with a relaxed store, a race.
class AtomicSharedPtr {
 public:
  using Reader = ReaderOf<AtomicSharedPtr>;

  bool is_whole() const { return config_.load()->is_whole(); }
  void change() {
    std::lock_guard one_writer(mutex_);
    config_.store(
        std::make_shared<const Config>(config_.load()->with_one_more()));
  }
  std::int64_t changes() const { return config_.load()->chunk_size; }

 private:
  std::mutex mutex_;
  std::atomic<std::shared_ptr<const Config>> config_ =
      std::make_shared<const Config>();
};

// #region library
// A load of a number that changes with the settings, and the settings that the
// thread has already.
class Library {
 public:
  class Reader {
   public:
    explicit Reader(const Library& library) : reader_(library.config_) {}
    bool is_whole() { return reader_.read().is_whole(); }

   private:
    sync::Snapshot<Config>::Reader reader_;
  };

  void change() {
    config_.update([](const Config& now) { return now.with_one_more(); });
  }
  std::int64_t changes() const { return config_.get()->chunk_size; }

 private:
  sync::Snapshot<Config> config_{Config{}};
};
// #endregion library

// Exercise 04c.
class Answer {
 public:
  using Reader = ReaderOf<Answer>;

  bool is_whole() const {
    const auto now = settings_.current();
    return now->budget == now->chunk_size * now->workers;
  }
  void change() {
    settings_.change([](Settings& settings) {
      ++settings.chunk_size;
      settings.budget = settings.chunk_size * settings.workers;
    });
  }
  std::int64_t changes() const {
    return static_cast<std::int64_t>(settings_.current()->chunk_size) - 1;
  }

 private:
  SharedSettings settings_;
};

// ---------------------------------------------------------------- a long read

// About a microsecond with the cover, while it must not change.
bool show(const std::string& cover) {
  std::uint64_t state = cover.size() + 1;
  for (int i = 0; i < 1'000; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
  }
  benchmark::DoNotOptimize(state);
  return !cover.empty();
}

template <typename Mutex, template <typename> typename ForReading>
class LockedCache {
 public:
  template <typename Use>
  bool look(int record, Use use) const {
    ForReading<Mutex> lock(mutex_);
    const auto entry = covers_.find(record);
    if (entry == covers_.end()) return false;
    use(entry->second);
    return true;
  }
  void put(int record, std::string cover) {
    std::lock_guard lock(mutex_);
    covers_.insert_or_assign(record, std::move(cover));
  }

 private:
  mutable Mutex mutex_;
  std::map<int, std::string> covers_;  // guarded by mutex_
};

template <typename Cache>
class Covers {
 public:
  using Reader = ReaderOf<Covers>;

  Covers() { change(); }

  bool is_whole() const {
    bool is_shown = false;
    cache_.look(7, [&](const std::string& cover) { is_shown = show(cover); });
    return is_shown;
  }
  void change() {
    cache_.put(7, "cover");
    changes_.fetch_add(1, std::memory_order_relaxed);
  }
  std::int64_t changes() const { return changes_ - 1; }

 private:
  Cache cache_;
  std::atomic<std::int64_t> changes_ = 0;
};

// ----------------------------------------------------------------- measuring

struct Mix {
  int threads = 1;
  std::int64_t reads_a_change = 1'000;
};

// Returns whether all that was read was whole.
template <typename Way>
bool work(Way& way, const Mix& mix, std::int64_t operations) {
  typename Way::Reader reader(way);
  bool is_whole = true;
  for (std::int64_t done = 0; done < operations;) {
    const std::int64_t end =
        std::min(done + mix.reads_a_change - 1, operations);
    for (; done < end; ++done) {
      is_whole &= reader.is_whole();
      benchmark::ClobberMemory();  // or all reads become one
    }
    if (done < operations) {
      way.change();
      ++done;
    }
  }
  return is_whole;
}

template <typename Way>
void check(benchmark::State& state, const Way& way, const Mix& mix, bool whole,
           std::int64_t operations) {
  if (!whole) state.SkipWithError("read half a change");
  if (way.changes() != mix.threads * (operations / mix.reads_a_change)) {
    state.SkipWithError("lost a change");
  }
}

template <typename Way>
void one_thread(benchmark::State& state, Mix mix, TrialOptions options) {
  using Clock = std::chrono::steady_clock;
  const auto all =
      std::clamp<std::int64_t>(static_cast<std::int64_t>(state.max_iterations),
                               options.fewest, options.most);
  while (state.KeepRunningBatch(all)) {
    Way way;
    const auto start = Clock::now();
    const bool whole = work(way, mix, all);
    state.SetIterationTime(
        std::chrono::duration<double>(Clock::now() - start).count());
    check(state, way, mix, whole, all);
  }
}

template <typename Way>
void more_threads(benchmark::State& state, Mix mix, TrialOptions options) {
  TwoThreadTrials trials(state, options);
  while (trials.keep_running()) {
    Way way;
    std::atomic<bool> whole = true;
    const auto job = [&] {
      if (!work(way, mix, trials.operations())) whole = false;
    };
    trials.run(
        TwoThreadTrials::Jobs(static_cast<std::size_t>(mix.threads), job));
    check(state, way, mix, whole, trials.operations());
  }
}

template <typename Way>
void add(const std::string& name, Mix mix, TrialOptions options) {
  const char* threads[] = {"", "one thread", "two threads", "", "four threads"};
  benchmark::RegisterBenchmark(
      (name + "/" + threads[mix.threads] + ", 1 change in " +
       std::to_string(mix.reads_a_change))
          .c_str(),
      [=](benchmark::State& state) {
        if (mix.threads == 1) return one_thread<Way>(state, mix, options);
        more_threads<Way>(state, mix, options);
      })
      ->UseManualTime();
}

template <typename Mutex>
using Unique = std::unique_lock<Mutex>;
template <typename Mutex>
using Shared = std::shared_lock<Mutex>;
template <typename Mutex>
using BoostShared = boost::shared_lock<Mutex>;

// The first way of each group is the naive one, for the runner to compare.
void add_settings(Mix mix) {
  constexpr TrialOptions dear = {.fewest = 20'000, .most = 100'000};
  constexpr TrialOptions cheap = {.fewest = 1'000'000, .most = 4'000'000};
  add<Locked<std::mutex, Unique>>("settings/mutex", mix, dear);
  add<Locked<std::shared_mutex, Shared>>("settings/shared_mutex", mix, dear);
  add<Locked<boost::shared_mutex, BoostShared>>("settings/boost_shared", mix,
                                                dear);
  add<Upgraded>("settings/boost_upgrade", mix, dear);
  add<AtomicSharedPtr>("settings/atomic_shared_ptr", mix, dear);
  add<Answer>("settings/answer", mix, dear);
  add<SeqLock>("settings/seqlock", mix, cheap);
  add<Library>("settings/library", mix, cheap);
}

void add_cache(Mix mix) {
  constexpr TrialOptions dear = {.fewest = 2'000, .most = 20'000};
  add<Covers<LockedCache<std::mutex, Unique>>>("cache/mutex", mix, dear);
  add<Covers<LockedCache<std::shared_mutex, Shared>>>("cache/shared_mutex", mix,
                                                      dear);
  add<Covers<CoverCache>>("cache/answer", mix, dear);
}

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  hb::add_settings({.threads = 1, .reads_a_change = 1'000});
  hb::add_settings({.threads = 2, .reads_a_change = 1'000});
  hb::add_settings({.threads = 4, .reads_a_change = 1'000});
  hb::add_settings({.threads = 2, .reads_a_change = 100});
  hb::add_settings({.threads = 2, .reads_a_change = 10});
  hb::add_cache({.threads = 1, .reads_a_change = 100});
  hb::add_cache({.threads = 2, .reads_a_change = 100});

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  // A second thread that sleeps: without one, libstdc++ counts owners and locks
  // mutexes without a locked instruction.
  std::promise<void> done;
  std::jthread sleeper([wake = done.get_future()] { wake.wait(); });
  benchmark::RunSpecifiedBenchmarks();
  done.set_value();
}
