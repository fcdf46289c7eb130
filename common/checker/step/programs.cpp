// What step mode is tried on: each kind of choice, each way to an end.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "checker/explore.hpp"

using hb::explore;
using namespace std::chrono_literals;

constexpr auto relaxed = std::memory_order_relaxed;

TEST(Step, TwoLocks) {
  explore([] {
    std::mutex left;
    std::mutex right;
    std::jthread one([&] {
      std::lock_guard first(left);
#ifdef CHANGED
      std::printf("the body has been changed since\n");
#endif
      std::lock_guard second(right);
    });
    std::jthread other([&] {
      std::lock_guard first(right);
      std::lock_guard second(left);
    });
  });
}

TEST(Step, OldValue) {
  explore([] {
    std::atomic<int> total = 0;
    std::atomic<int> part = 0;
    std::jthread writer([&] {
      total.store(5, relaxed);
      part.store(3, relaxed);
    });
    std::jthread reader([&] {
      const int seen = part.load(relaxed);
      EXPECT_GE(total.load(relaxed), seen);
    });
  });
}

TEST(Step, Race) {
  explore([] {
    int letter = 0;
    std::jthread writer([&] { letter = 1; });
    std::printf("the letter is %d\n", letter);
  });
}

TEST(Step, StoreOrder) {
  explore([] {
    std::atomic<int> x = 0;
    std::jthread one([&] { x.store(1, relaxed); });
    std::jthread other([&] { x.store(2, relaxed); });
  });
}

TEST(Step, LostNotification) {
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

TEST(Step, Attempts) {
  explore([] {
    std::timed_mutex mutex;
    std::jthread holder([&] { std::lock_guard lock(mutex); });
    if (mutex.try_lock()) mutex.unlock();
    if (mutex.try_lock_for(1s)) mutex.unlock();
  });
}

TEST(Step, Livelock) {
  explore([] {
    std::atomic<bool> ready = false;
    std::jthread waiter([&] {
      while (!ready) std::this_thread::yield();
    });
  });
}

TEST(Step, LocksTwice) {
  explore([] {
    std::mutex mutex;
    std::jthread other([&] { std::lock_guard lock(mutex); });
    std::lock_guard first(mutex);
    mutex.lock();
  });
}

TEST(Step, IdleTime) {
  explore(
      [] {
        std::atomic<int> x = 0;
        std::jthread early([&] {
          std::this_thread::sleep_for(1s);
          x.store(1, relaxed);
        });
        std::jthread late([&] {
          std::this_thread::sleep_for(2s);
          EXPECT_EQ(x.load(relaxed), 1);
        });
      },
      {.time = hb::Time::idle});
}

TEST(Step, Nothing) { EXPECT_TRUE(true); }
