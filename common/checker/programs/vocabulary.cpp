// The words that a test may use beside EXPECT: regions, budgets, outcomes and
// linearizable histories, right and wrong. What each test comes to stands in
// expected.tsv.

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "checker/explore.hpp"
#include "checker/programs/escape.hpp"

namespace {

using hb::explore;
using hb::History;
using hb::linearizable;
using hb::Outcomes;
using hb::Region;
using hb::programs::escaped;

// Two threads build; with `kOneAtATime` the whole work is under the lock.
template <bool kOneAtATime>
void build_twice() {
  std::mutex mutex;
  int built = 0;
  const auto build = [&] {
    std::unique_lock lock(mutex);
    if (!kOneAtATime) lock.unlock();
    { Region work("build"); }
    if (!kOneAtATime) lock.lock();
    ++built;
  };
  std::jthread first(build);
  std::jthread second(build);
}

TEST(Region, WorkOutsideTheLockCanOverlap) {
  explore([] { build_twice<false>(); }, {.can_overlap = {{"build", "build"}}});
}

TEST(Region, WorkUnderTheLockNeverOverlaps) {
  explore([] { build_twice<true>(); }, {.never_overlap = {{"build", "build"}}});
}

TEST(RegionWrong, WorkUnderTheLockCannotOverlap) {
  explore([] { build_twice<true>(); }, {.can_overlap = {{"build", "build"}}});
}

TEST(RegionWrong, WorkOutsideTheLockOverlaps) {
  explore([] { build_twice<false>(); },
          {.never_overlap = {{"build", "build"}}});
}

TEST(RegionWrong, TwoNamesUnderOneLockCannotOverlap) {
  explore(
      [] {
        std::mutex mutex;
        std::jthread first([&] {
          std::lock_guard lock(mutex);
          Region work("read");
        });
        std::jthread second([&] {
          std::lock_guard lock(mutex);
          Region work("write");
        });
      },
      {.can_overlap = {{"read", "write"}}});
}

// Sends `values` values; `kLocks` times under the mutex, with a wake-up each.
template <int kLocks>
void send() {
  std::mutex mutex;
  std::condition_variable changed;
  int sent = 0;
  std::jthread sender([&] {
    Region region("send");
    for (int i = 0; i < kLocks; ++i) {
      {
        std::lock_guard lock(mutex);
        ++sent;
      }
      changed.notify_one();
    }
  });
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return sent > 0; });
}

TEST(Budget, OneLockAndOneWakeASend) {
  explore([] { send<1>(); },
          {.budgets = {{.region = "send", .locks = 1, .wakes = 1}}});
}

TEST(BudgetWrong, TakesTheLockTwice) {
  explore([] { send<2>(); }, {.budgets = {{.region = "send", .locks = 1}}});
}

TEST(BudgetWrong, WakesTwice) {
  explore([] { send<2>(); }, {.budgets = {{.region = "send", .wakes = 1}}});
}

template <bool kAllocates>
void compute() {
  std::jthread worker([] {
    Region region("compute");
    int number = 1;
    if (kAllocates) {
      const std::unique_ptr<int> copy(escaped(new int(number)));
      number = *copy;
    }
    EXPECT_EQ(number, 1);
  });
}

TEST(Budget, NoAllocation) {
  explore([] { compute<false>(); },
          {.budgets = {{.region = "compute", .allocations = 0}}});
}

TEST(BudgetWrong, Allocates) {
  explore([] { compute<true>(); },
          {.budgets = {{.region = "compute", .allocations = 0}}});
}

TEST(BudgetWrong, PollsInsteadOfWaiting) {
  explore(
      [] {
        std::atomic<bool> ready = false;
        std::jthread waiter([&] {
          Region region("await");
          while (!ready.load(std::memory_order_acquire)) {
          }
        });
        ready.store(true, std::memory_order_release);
      },
      {.budgets = {{.region = "await", .polling_reads = 0}}});
}

template <std::memory_order kStore, std::memory_order kLoad>
void store_buffering(Outcomes& outcomes) {
  std::atomic<int> left = 0;
  std::atomic<int> right = 0;
  int seen_by_first = 0;
  int seen_by_second = 0;
  std::jthread first([&] {
    left.store(1, kStore);
    seen_by_first = right.load(kLoad);
  });
  std::jthread second([&] {
    right.store(1, kStore);
    seen_by_second = left.load(kLoad);
  });
  first.join();
  second.join();
  outcomes.record({seen_by_first, seen_by_second});
}

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kSequential = std::memory_order_seq_cst;

TEST(Outcomes, OfSequentialStoreBuffering) {
  Outcomes possible{{0, 1}, {1, 0}, {1, 1}};
  explore([&] { store_buffering<kSequential, kSequential>(possible); },
          {.outcomes = &possible});
}

TEST(Outcomes, OfRelaxedStoreBuffering) {
  Outcomes possible{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  explore([&] { store_buffering<kRelaxed, kRelaxed>(possible); },
          {.outcomes = &possible});
}

TEST(Outcomes, CollectedClaimNothing) {
  Outcomes seen = Outcomes::collected({"left", "right"});
  explore([&] { store_buffering<kRelaxed, kRelaxed>(seen); },
          {.outcomes = &seen});
}

TEST(OutcomesWrong, AnUnlistedOneAppears) {
  Outcomes possible{{0, 1}, {1, 0}, {1, 1}};
  explore([&] { store_buffering<kRelaxed, kRelaxed>(possible); },
          {.outcomes = &possible});
}

TEST(OutcomesWrong, AListedOneNeverAppears) {
  Outcomes possible{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  explore([&] { store_buffering<kSequential, kSequential>(possible); },
          {.outcomes = &possible});
}

using Twin = std::deque<int>;

std::optional<int> pop_of_twin(Twin& twin) {
  if (twin.empty()) return std::nullopt;
  const int value = twin.front();
  twin.pop_front();
  return value;
}

// A queue; `kTwoSteps` looks and takes in two critical sections.
template <bool kTwoSteps>
class LockedQueue {
 public:
  bool push(int value) {
    std::lock_guard lock(mutex_);
    values_.push_back(value);
    return true;
  }
  std::optional<int> pop() {
    std::unique_lock lock(mutex_);
    if (values_.empty()) return std::nullopt;
    const int value = values_.front();
    if (kTwoSteps) {
      lock.unlock();
      lock.lock();
    }
    if (!values_.empty()) values_.pop_front();
    return value;
  }

 private:
  std::mutex mutex_;
  std::deque<int> values_;  // guarded by mutex_
};

template <bool kTwoSteps>
void pop_from_two_threads() {
  LockedQueue<kTwoSteps> queue;
  History<Twin> history;
  queue.push(1);
  const auto pop = [&] {
    history.record([&] { return queue.pop(); }, pop_of_twin);
  };
  std::jthread first(pop);
  std::jthread second(pop);
  first.join();
  second.join();
  EXPECT_TRUE(linearizable(history, Twin{1}));
}

TEST(Linearizable, AQueueThatPopsUnderOneLock) {
  explore([] { pop_from_two_threads<false>(); });
}

TEST(LinearizableWrong, AQueueThatPopsInTwoSteps) {
  explore([] { pop_from_two_threads<true>(); });
}

}  // namespace
