#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

#include "checker/explore.hpp"
#include "sync/executions_testing.hpp"
#include "sync/semaphore.hpp"

namespace hb::sync {
namespace {

// In idle time this goes on when every other thread sleeps.
void all_wait() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

TEST(SemaphoreExecutions, PassesOnWhatTheHolderDid) {
  explore([] {
    Semaphore permits(1);
    int work = 0;  // guarded by the permit
    const auto add = [&] {
      const auto permit = permits.acquire();
      ++work;
    };
    std::jthread other(add);
    add();
    other.join();
    EXPECT_EQ(work, 2);
    EXPECT_TRUE(permits.all_returned());
  });
}

TEST(SemaphoreExecutions, WakesTwoWaitersForTwoPermits) {
  explore(
      [] {
        Semaphore permits(2);
        permits.try_take(2);
        std::jthread one([&] { EXPECT_EQ(permits.take(), Outcome::done); });
        std::jthread two([&] { EXPECT_EQ(permits.take(), Outcome::done); });
        all_wait();
        permits.release(2);
        one.join();
        two.join();
        permits.release(2);
      },
      kIdleTime);
}

TEST(SemaphoreExecutions, WakesTheOneWhoCanUseItAndNotTheOneWhoWaitsForTwo) {
  explore(
      [] {
        Semaphore permits(2);
        permits.try_take(2);
        std::jthread single([&] { EXPECT_EQ(permits.take(), Outcome::done); });
        all_wait();
        std::jthread both([&] { EXPECT_EQ(permits.take(2), Outcome::closed); });
        permits.release();
        single.join();
        permits.close();
        both.join();
        permits.release(2);
      },
      kIdleTime);
}

TEST(SemaphoreExecutions, WakesWhoeverWaitsForTwo) {
  explore([] {
    Semaphore permits(2);
    permits.try_take(2);
    std::jthread both([&] { EXPECT_EQ(permits.take(2), Outcome::done); });
    permits.release();
    permits.release();
    both.join();
    permits.release(2);
  });
}

TEST(SemaphoreExecutions, ComesBackFromTheTaskThatItWasMovedInto) {
  explore([] {
    Semaphore permits(1);
    int running = 0;  // guarded by the permit
    for (int i = 0; i < 2; ++i) {
      auto permit = permits.acquire();
      std::thread([&, mine = *std::move(permit)] { ++running; }).join();
    }
    EXPECT_EQ(running, 2);
  });
}

TEST(SemaphoreExecutions, EndsAllWaitingWhenItIsClosed) {
  explore(
      [] {
        Semaphore permits(1);
        auto held = permits.acquire();
        const auto wait = [&] {
          EXPECT_EQ(permits.acquire().outcome(), Outcome::closed);
        };
        std::jthread one(wait);
        std::jthread two(wait);
        all_wait();
        permits.close();
      },
      kIdleTime);
}

TEST(SemaphoreExecutions, EndsTheWaitingOfWhoeverIsStopped) {
  explore([] {
    Semaphore permits(1);
    auto held = permits.acquire();
    std::jthread waiter([&](std::stop_token stop) {
      EXPECT_EQ(permits.acquire(stop).outcome(), Outcome::stopped);
    });
    waiter.request_stop();
  });
}

// One permit, two sleepers, one of them stopped: the wake-up must not be lost
// with the one who leaves.
TEST(SemaphoreExecutions, LosesNoPermitWithTheOneWhoIsStopped) {
  explore(
      [] {
        Semaphore permits(1);
        permits.try_take();
        std::jthread stopped(
            [&](std::stop_token stop) { (void)permits.acquire(stop); });
        all_wait();
        stopped.request_stop();
        permits.release();
        EXPECT_EQ(permits.take(), Outcome::done);
        stopped.join();
        permits.release();
      },
      kIdleTime);
}

TEST(SemaphoreExecutions, EndsTheWaitingOfWhoeverIsLate) {
  explore(
      [] {
        Semaphore permits(1);
        const auto held = permits.acquire();
        const auto start = std::chrono::steady_clock::now();
        const auto soon = start + std::chrono::milliseconds(5);
        EXPECT_EQ(permits.acquire_until(soon).outcome(), Outcome::timed_out);
        EXPECT_EQ(std::chrono::steady_clock::now(), soon);
      },
      kIdleTime);
}

TEST(SemaphoreExecutions, LosesNoPermitWithTheOneWhoseTimeIsUp) {
  explore([] {
    Semaphore permits(1);
    permits.try_take();
    const auto soon =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(1);
    std::jthread late([&] { (void)permits.acquire_until(soon); });
    permits.release();
    late.join();
    EXPECT_TRUE(permits.all_returned());
  });
}

TEST(SemaphoreExecutions, GetsThePermitBackFromATaskThatThrows) {
  explore([] {
    Semaphore permits(1);
    std::jthread failing([&] {
      try {
        const auto permit = permits.acquire();
        throw std::runtime_error("work");
      } catch (const std::runtime_error&) {
      }
    });
    EXPECT_TRUE(permits.acquire());
    failing.join();
    EXPECT_TRUE(permits.all_returned());
  });
}

}  // namespace
}  // namespace hb::sync
