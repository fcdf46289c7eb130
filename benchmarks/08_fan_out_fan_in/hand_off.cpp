// Four workers and one stream of items: a receiver that they share behind a
// mutex, which is held while its holder waits, or a queue that any may receive
// from.

#include <benchmark/benchmark.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "spawn.hpp"

namespace hb {
namespace {

constexpr std::size_t kItems = 1000;
constexpr std::size_t kWorkers = 4;
constexpr std::size_t kCapacity = 100;

class Queue {
 public:
  void send(std::size_t item) {
    {
      std::unique_lock lock(mutex_);
      not_full_.wait(lock, [&] { return items_.size() < kCapacity; });
      items_.push_back(item);
    }
    not_empty_.notify_one();
  }

  void close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    not_empty_.notify_all();
  }

  std::optional<std::size_t> receive() {
    std::optional<std::size_t> item;
    {
      std::unique_lock lock(mutex_);
      not_empty_.wait(lock, [&] { return closed_ || !items_.empty(); });
      if (items_.empty()) return std::nullopt;
      item = items_.front();
      items_.pop_front();
    }
    not_full_.notify_one();
    return item;
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::deque<std::size_t> items_;  // guarded by mutex_
  bool closed_ = false;            // guarded by mutex_
};

// #region receivers
// As with a receiver that may only be used by one thread at a time.
class SharedReceiver {
 public:
  std::optional<std::size_t> receive(Queue& queue) {
    std::lock_guard lock(mutex_);  // held while receive() waits
    return queue.receive();
  }

 private:
  std::mutex mutex_;
};

class AnyReceiver {
 public:
  std::optional<std::size_t> receive(Queue& queue) { return queue.receive(); }
};
// #endregion receivers

template <typename Receiver>
void hand_off(benchmark::State& state, Kind kind) {
  using Clock = std::chrono::steady_clock;
  while (state.KeepRunningBatch(kItems)) {
    Queue queue;
    Receiver receiver;
    Job job(kind, kItems);
    std::atomic<std::size_t> ready = 0;
    std::vector<std::jthread> workers;
    for (std::size_t n = 0; n < kWorkers; ++n) {
      workers.emplace_back([&] {
        ++ready;
        while (const auto item = receiver.receive(queue)) job.run(*item);
      });
    }
    // WHY: a fresh thread starts late, and that is not what is measured.
    while (ready < kWorkers) std::this_thread::yield();
    const auto start = Clock::now();
    for (std::size_t n = 0; n < kItems; ++n) queue.send(n);
    queue.close();
    workers.clear();
    state.SetIterationTime(
        std::chrono::duration<double>(Clock::now() - start).count());
    if (!job.each_ran_once()) state.SkipWithError("lost an item");
  }
}

void add(const char* name, void (*measure)(benchmark::State&, Kind),
         Kind kind) {
  const std::string full =
      std::string("hand_off/") + name + "/" + name_of(kind);
  benchmark::RegisterBenchmark(full.c_str(), [=](benchmark::State& state) {
    measure(state, kind);
  })->UseManualTime();
}

}  // namespace

void add_hand_offs() {
  for (const Kind kind : {Kind::us1, Kind::us20}) {
    add("shared receiver", hand_off<SharedReceiver>, kind);
    add("any receiver", hand_off<AnyReceiver>, kind);
  }
}

}  // namespace hb
