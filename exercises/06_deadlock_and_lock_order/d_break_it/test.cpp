// The levels of 06d. Each test claims what its name says, and each has passed a
// hundred times.

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;

TEST(BreakIt, TransfersBothWaysComeToAnEnd) {
  explore([] {
    std::mutex savings;
    std::mutex checking;
    std::jthread there([&] {
      std::lock_guard from(savings);
      std::lock_guard to(checking);
    });
    std::jthread back([&] {
      std::lock_guard from(checking);
      std::lock_guard to(savings);
    });
  });
}

TEST(BreakIt, TheAuditorSeesAllTheMoney) {
  explore([] {
    struct Account {
      std::mutex mutex;
      int balance = 100;
    } savings, checking;
    const auto change = [](Account& account, int by) {
      std::lock_guard lock(account.mutex);
      return account.balance += by;
    };
    std::jthread clerk([&] {
      change(savings, -30);
      change(checking, 30);
    });
    std::jthread auditor([&] {
      const int sum = change(savings, 0) + change(checking, 0);
      EXPECT_EQ(sum, 200);
    });
  });
}

TEST(BreakIt, TransfersThroughAGateComeToAnEnd) {
  explore([] {
    std::mutex gate;
    std::mutex savings;
    std::mutex checking;
    std::jthread there([&] {
      std::lock_guard only_one(gate);
      std::lock_guard from(savings);
      std::lock_guard to(checking);
    });
    std::jthread back([&] {
      std::lock_guard only_one(gate);
      std::lock_guard from(checking);
      std::lock_guard to(savings);
    });
  });
}

TEST(BreakIt, ThreePhilosophersAllEat) {
  explore([] {
    std::mutex forks[3];
    const auto eat = [&](int seat) {
      std::lock_guard left(forks[seat]);
      std::lock_guard right(forks[(seat + 1) % 3]);
    };
    std::jthread plato([&] { eat(0); });
    std::jthread kant([&] { eat(1); });
    std::jthread hume([&] { eat(2); });
  });
}

TEST(BreakIt, TheReaderSeesTheWholeLetter) {
  explore([] {
    int letter = 0;
    std::atomic<bool> is_written = false;
    std::jthread writer([&] {
      letter = 42;
      is_written.store(true, std::memory_order_relaxed);
    });
    std::jthread reader([&] {
      if (!is_written.load(std::memory_order_acquire)) return;
      EXPECT_EQ(letter, 42);
    });
  });
}

TEST(BreakIt, TheSleeperIsWoken) {
  explore([] {
    std::mutex mutex;
    std::condition_variable changed;
    std::atomic<bool> ready = false;
    std::jthread sleeper([&] {
      std::unique_lock lock(mutex);
      while (!ready) changed.wait(lock);
    });
    ready = true;
    changed.notify_one();
  });
}

}  // namespace
