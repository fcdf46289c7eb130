// The ways to share settings that are read all the time and changed rarely.
#pragma once

#include "04_readers_writers/c_snapshot/settings.hpp"

#include <atomic>
#include <boost/thread/locks.hpp>
#include <boost/thread/shared_mutex.hpp>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "sync/snapshot.hpp"

namespace hb {

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

}  // namespace hb
