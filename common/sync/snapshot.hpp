// One value that many threads read and few replace: settings, a routing table.
//
// The value itself never changes. A writer publishes a new one, whole; a reader
// keeps the one it has until it asks again. A read is one load of a number that
// no reader writes, so readers do not slow each other down: 2 ns where a mutex
// costs two threads 50. What it costs instead: a reader may work with a value
// that was replaced a moment ago, and an old value lives for as long as some
// Reader has it.
//
//   Snapshot<Settings> settings(Settings{.chunk_bytes = 4096});
//
//   Snapshot<Settings>::Reader reader(settings);     // one a thread
//   for (...) use(reader.read().chunk_bytes);
//
//   settings.update([](Settings now) { now.chunk_bytes *= 2; return now; });
//
// Source: the copy-and-publish half of RCU (McKenney and Slingwine, "Read-Copy
// Update", 1998) with a count of generations in place of grace periods: what a
// reader holds is kept alive by its shared_ptr. Not std::atomic<shared_ptr>: in
// libstdc++ 12 its load is slower than a mutex and, by the letter, a race.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

namespace hb::sync {

// All functions of a Snapshot may be called by any thread at any time, and
// throw what allocating, T or `change` throws; then nothing is published.
template <typename T>
class Snapshot {
 public:
  class Reader;

  explicit Snapshot(T value) : state_(std::make_shared<State>()) {
    state_->value = std::make_shared<const T>(std::move(value));
  }

  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  // Replaces the value. Whoever asks for it after this call gets this one or a
  // later one. One allocation and two locks; waits for an update() under way.
  void publish(T value) {
    Shared next = std::make_shared<const T>(std::move(value));
    std::lock_guard turn(state_->writers);
    state_->replace(
        next);  // and the old value ends with `next`, after the turn
  }

  // Replaces the value by change(value), from which no publication of another
  // thread is lost: writers take turns, and readers wait for none of them.
  // REQUIRES: change() calls neither publish() nor update() of this Snapshot.
  template <typename Change>
  void update(Change&& change) {
    Shared now;  // ends after the turn, too
    std::lock_guard turn(state_->writers);
    now = state_->get().first;
    Shared next = std::make_shared<const T>(
        std::invoke(std::forward<Change>(change), *now));
    state_->replace(next);
  }

  // The value of now, with a share in it: a lock and a count of owners. For who
  // reads rarely, or wants to keep the value.
  std::shared_ptr<const T> get() const { return state_->get().first; }

 private:
  using Shared = std::shared_ptr<const T>;

  struct State {
    std::pair<Shared, std::uint64_t> get() {
      std::lock_guard lock(mutex);
      // WHY relaxed: it is written under mutex.
      return {value, generation.load(std::memory_order_relaxed)};
    }

    // `next` is the old value then: it ends without a lock, for its destructor
    // is not for others to wait for, and may publish itself.
    void replace(Shared& next) {
      std::lock_guard lock(mutex);
      value.swap(next);
      // WHY relaxed: it says no more than that there is a new value. Who reads
      // it in Reader::read() then takes mutex, and its turn comes after ours:
      // had it been before, its load would happen before this store.
      generation.store(generation.load(std::memory_order_relaxed) + 1,
                       std::memory_order_relaxed);
    }

    // Held from reading the old value to publishing the new.
    std::mutex writers;
    std::mutex mutex;
    Shared value;  // guarded by mutex
    // Changes under mutex; read without. WHY alone on its line: readers that
    // fetch a new value write mutex, and the others should not notice.
    alignas(64) std::atomic<std::uint64_t> generation = 0;
  };

  const std::shared_ptr<State> state_;  // shared with all Readers
};

// What one thread knows of a Snapshot. It may outlive it, and then goes on to
// read the last value. It keeps the value that it read last alive: end it when
// the thread has nothing to read for a long time.
// REQUIRES: one thread at a time.
template <typename T>
class Snapshot<T>::Reader {
 public:
  explicit Reader(const Snapshot& snapshot) : state_(snapshot.state_) {
    std::tie(value_, generation_) = state_->get();
  }

  // The newest value, valid until the next read() of this Reader. One load, and
  // where there is a new value a lock and a count of owners.
  const T& read() {
    // WHY relaxed: an equal number says to use the value that we have, and what
    // made that visible to us is the lock under which we got it. After a
    // publish() that happened before this call, coherence alone forbids to read
    // the number of before.
    if (state_->generation.load(std::memory_order_relaxed) != generation_)
        [[unlikely]] {
      refresh();
    }
    return *value_;
  }

 private:
  // Not inlined into the loops that read.
  [[gnu::noinline]] void refresh() {
    // The value that it replaces may end here, outside of the lock.
    std::tie(value_, generation_) = state_->get();
  }

  std::shared_ptr<State> state_;
  Shared value_;
  std::uint64_t generation_ = 0;  // of value_
};

}  // namespace hb::sync
