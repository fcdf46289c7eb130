// Condition variables and what is built from them, right and wrong. What each
// test comes to stands in expected.tsv.

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "checker/explore.hpp"
#include "checker/programs/escape.hpp"

namespace {

using hb::explore;
using hb::programs::escaped;

TEST(ConditionVariable, HandsOverUnderTheLock) {
  explore([] {
    std::mutex mutex;
    std::condition_variable ready_changed;
    bool ready = false;
    int value = 0;
    std::jthread taker([&] {
      std::unique_lock lock(mutex);
      ready_changed.wait(lock, [&] { return ready; });
      EXPECT_EQ(value, 7);
    });
    {
      std::lock_guard lock(mutex);
      value = 7;
      ready = true;
    }
    ready_changed.notify_one();
  });
}

TEST(ConditionVariableWrong, FlagSetOutsideTheLockLosesTheWakeUp) {
  explore([] {
    std::mutex mutex;
    std::condition_variable ready_changed;
    std::atomic<bool> ready = false;
    std::jthread taker([&] {
      std::unique_lock lock(mutex);
      ready_changed.wait(lock, [&] { return ready.load(); });
    });
    ready = true;  // fits between the taker's look and its sleep
    ready_changed.notify_one();
  });
}

TEST(ConditionVariableWrong, NobodyNotifies) {
  explore([] {
    std::mutex mutex;
    std::condition_variable ready_changed;
    bool ready = false;
    std::jthread taker([&] {
      std::unique_lock lock(mutex);
      ready_changed.wait(lock, [&] { return ready; });
    });
    std::lock_guard lock(mutex);
    ready = true;
  });
}

TEST(ConditionVariableWrong, WaitWithoutAPredicateWakesForNoReason) {
  explore([] {
    std::mutex mutex;
    std::condition_variable ready_changed;
    bool ready = false;
    std::unique_lock lock(mutex);  // held, so that no notification is lost
    std::jthread giver([&] {
      std::lock_guard lock_of_giver(mutex);
      ready = true;
      ready_changed.notify_one();
    });
    ready_changed.wait(lock);
    EXPECT_TRUE(ready);
    lock.unlock();
  });
}

TEST(ConditionVariableWrong, NotifiedAfterItsEndIsUsedAfterFree) {
  explore([] {
    auto* changed = escaped(new std::condition_variable);
    auto* alias = escaped(changed);
    delete changed;
    alias->notify_one();
  });
}

enum class Defect { none, if_for_while, one_condition };

template <Defect kDefect>
class BoundedBuffer {
 public:
  void put(int value) {
    std::unique_lock lock(mutex_);
    wait(lock, not_full_, [this] { return values_.size() < kCapacity; });
    EXPECT_LT(values_.size(), kCapacity);
    values_.push_back(value);
    not_empty().notify_one();
  }

  int take() {
    std::unique_lock lock(mutex_);
    wait(lock, not_empty(), [this] { return !values_.empty(); });
    EXPECT_FALSE(values_.empty());
    const int value = values_.front();
    values_.pop_front();
    not_full_.notify_one();
    return value;
  }

 private:
  static constexpr std::size_t kCapacity = 1;

  template <typename Predicate>
  static void wait(std::unique_lock<std::mutex>& lock,
                   std::condition_variable& condition, Predicate holds) {
    if constexpr (kDefect == Defect::if_for_while) {
      if (!holds()) condition.wait(lock);
    } else {
      condition.wait(lock, holds);
    }
  }

  std::condition_variable& not_empty() {
    return kDefect == Defect::one_condition ? not_full_ : not_empty_;
  }

  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  std::deque<int> values_;  // guarded by mutex_
};

// Each producer puts one value; the consumers take them all.
template <Defect kDefect>
void run_buffer(int producers, int consumers) {
  BoundedBuffer<kDefect> buffer;
  std::atomic<int> sum = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 1; i <= producers; ++i) {
      threads.emplace_back([&buffer, i] { buffer.put(i); });
    }
    for (int i = 0; i < consumers; ++i) {
      threads.emplace_back([&buffer, &sum, producers, consumers] {
        int taken = 0;
        for (int j = 0; j < producers / consumers; ++j) taken += buffer.take();
        sum.fetch_add(taken, std::memory_order_relaxed);
      });
    }
  }
  EXPECT_EQ(sum.load(), producers * (producers + 1) / 2);
}

TEST(BoundedBuffer, GivesEachValueToOneConsumer) {
  explore([] { run_buffer<Defect::none>(1, 1); });
}

TEST(BoundedBuffer, ServesTwoProducersAndTwoConsumers) {
  explore([] { run_buffer<Defect::none>(2, 2); });
}

TEST(BoundedBufferWrong, IfInsteadOfWhileTakesFromAnEmptyBuffer) {
  explore([] { run_buffer<Defect::if_for_while>(1, 1); });
}

TEST(BoundedBufferWrong, NotifyOneOfACommonConditionWakesTheWrongSide) {
  explore([] { run_buffer<Defect::one_condition>(2, 2); });
}

template <bool kWakeAll>
class Channel {
 public:
  void send(int value) {
    {
      std::lock_guard lock(mutex_);
      values_.push_back(value);
    }
    changed_.notify_one();
  }

  std::optional<int> receive() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !values_.empty() || closed_; });
    if (values_.empty()) return std::nullopt;
    const int value = values_.front();
    values_.pop_front();
    return value;
  }

  void close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    if (kWakeAll) {
      changed_.notify_all();
    } else {
      changed_.notify_one();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> values_;  // guarded by mutex_
  bool closed_ = false;     // guarded by mutex_
};

template <bool kWakeAll>
void close_on_two_receivers() {
  Channel<kWakeAll> channel;
  const auto drain = [&] {
    while (channel.receive()) {
    }
  };
  std::jthread first(drain);
  std::jthread second(drain);
  channel.close();
}

TEST(Channel, CloseWakesEveryReceiver) {
  explore([] { close_on_two_receivers<true>(); });
}

TEST(Channel, LosesNoValueThatWasSentBeforeItClosed) {
  explore([] {
    Channel<true> channel;
    std::jthread sender([&] {
      channel.send(1);
      channel.close();
    });
    EXPECT_EQ(channel.receive(), 1);
    EXPECT_EQ(channel.receive(), std::nullopt);
  });
}

TEST(ChannelWrong, CloseThatNotifiesOneLeavesTheOtherAsleep) {
  explore([] { close_on_two_receivers<false>(); });
}

// Two workers take tasks until there are none and no more will come.
template <bool kLockTheSum>
void run_pool(int task_count) {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<int> tasks;
  bool closed = false;
  int sum = 0;
  const auto work = [&] {
    for (;;) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return !tasks.empty() || closed; });
      if (tasks.empty()) return;
      const int task = tasks.front();
      tasks.pop_front();
      lock.unlock();
      if (kLockTheSum) lock.lock();
      sum += task;
    }
  };
  {
    std::jthread first(work);
    std::jthread second(work);
    for (int i = 1; i <= task_count; ++i) {
      std::lock_guard lock(mutex);
      tasks.push_back(i);
      changed.notify_one();
    }
    std::lock_guard lock(mutex);
    closed = true;
    changed.notify_all();
  }
  EXPECT_EQ(sum, task_count * (task_count + 1) / 2);
}

TEST(ThreadPool, RunsItsTaskOnOneOfTwoWorkers) {
  explore([] { run_pool<true>(1); });
}

TEST(ThreadPoolWrong, WorkersAddToAnUnguardedSum) {
  explore([] { run_pool<false>(2); });
}

TEST(ConditionVariableAny, WaitsWithAnyLock) {
  explore([] {
    std::recursive_mutex mutex;
    std::condition_variable_any changed;
    bool ready = false;
    std::jthread taker([&] {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return ready; });
    });
    {
      std::lock_guard lock(mutex);
      ready = true;
    }
    changed.notify_one();
  });
}

TEST(ConditionVariableAny, EndsItsWaitWhenStopIsRequested) {
  explore([] {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::jthread taker([&](std::stop_token stop) {
      std::unique_lock lock(mutex);
      EXPECT_FALSE(changed.wait(lock, stop, [] { return false; }));
    });
  });  // the jthread's end requests the stop
}

void __attribute__((noinline)) use_the_stack() {
  std::array<unsigned char, 1024> room;
  unsigned char* const place = escaped(room.data());
  for (std::size_t i = 0; i < room.size(); ++i) place[i] = 1;
}

// The stack where the wait had its stop_callback, while the other thread is
// still in request_stop().
TEST(ConditionVariableAny, LeavesItsStackToTheNextCall) {
  explore([] {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::jthread taker([&](std::stop_token stop) {
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, stop, [] { return false; });
      }
      use_the_stack();
    });
  });
}

TEST(ConditionVariableAnyWrong, PredicateChangedWithoutTheLockRaces) {
  explore([] {
    std::mutex mutex;
    std::condition_variable_any changed;
    bool ready = false;
    std::jthread taker([&] {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return ready; });
    });
    ready = true;
    changed.notify_one();
  });
}

TEST(ConditionVariableAnyWrong, AWaitThatIgnoresTheStopTokenNeverEnds) {
  explore([] {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::jthread taker([&](std::stop_token stop) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return stop.stop_requested(); });
    });
  });
}

}  // namespace
