// Timed waits, sleeps and clocks, in both modes of time. What each test comes
// to stands in expected.tsv.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <semaphore>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Outcomes;
using hb::Time;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST(TimedWait, EndsAtItsDeadlineWhenNobodyNotifies) {
  explore([] {
    std::mutex mutex;
    std::condition_variable changed;
    std::unique_lock lock(mutex);
    const auto start = Clock::now();
    EXPECT_FALSE(changed.wait_for(lock, 10ms, [] { return false; }));
    EXPECT_GE(Clock::now() - start, 10ms);
  });
}

TEST(TimedWait, ReportsWhetherThePredicateHeld) {
  explore([] {
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    std::jthread giver([&] {
      std::lock_guard lock(mutex);
      ready = true;
      changed.notify_one();
    });
    std::unique_lock lock(mutex);
    const bool held = changed.wait_for(lock, 10ms, [&] { return ready; });
    EXPECT_EQ(held, ready);
  });
}

TEST(TimedWaitWrong, AssumesThatTheOtherThreadIsFastEnough) {
  explore([] {
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    std::jthread giver([&] {
      std::lock_guard lock(mutex);
      ready = true;
      changed.notify_one();
    });
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, 10s, [&] { return ready; }));
  });
}

TEST(TimedWait, OfASemaphoreGivesUpWithoutAPermit) {
  explore([] {
    std::binary_semaphore permit(0);
    EXPECT_FALSE(permit.try_acquire_for(5ms));
  });
}

TEST(TimedWait, OfAFutureTimesOutOrIsReady) {
  explore([] {
    std::promise<int> promise;
    auto future = promise.get_future();
    std::jthread giver([&] { promise.set_value(3); });
    if (future.wait_for(5ms) == std::future_status::ready) {
      EXPECT_EQ(future.get(), 3);
    }
  });
}

TEST(TimedWaitWrong, ALoopOfTimeOutsNeverEnds) {
  explore([] {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_ready = false;
    std::jthread waiter([&] {
      std::unique_lock lock(mutex);
      while (!is_ready) changed.wait_for(lock, 1s);
    });
  });
}

TEST(TimedWaitWrong, OfAFutureMayTimeOut) {
  explore([] {
    std::promise<int> promise;
    auto future = promise.get_future();
    std::jthread giver([&] { promise.set_value(3); });
    EXPECT_EQ(future.wait_for(5ms), std::future_status::ready);
  });
}

TEST(Sleep, MovesTheClock) {
  explore([] {
    const auto start = Clock::now();
    std::this_thread::sleep_for(20ms);
    std::this_thread::sleep_until(Clock::now() + 30ms);
    EXPECT_GE(Clock::now() - start, 50ms);
  });
}

TEST(SleepWrong, IsNoSynchronisation) {
  explore([] {
    std::atomic<int> value = 0;
    std::jthread writer([&] { value = 1; });
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(value.load(), 1);
  });
}

TEST(Yield, LetsTheOtherThreadsGoOn) {
  explore([] {
    int count = 0;
    std::jthread other([&] { std::this_thread::yield(); });
    std::this_thread::yield();
    EXPECT_EQ(++count, 1);
  });
}

TEST(YieldWrong, IsNoSynchronisation) {
  explore([] {
    std::atomic<int> value = 0;
    std::jthread writer([&] { value = 1; });
    std::this_thread::yield();
    EXPECT_EQ(value.load(), 1);
  });
}

TEST(IdleTime, PassesOnlyWhileEveryThreadWaits) {
  explore(
      [] {
        const auto start = Clock::now();
        std::jthread sleeper([&] { std::this_thread::sleep_for(10ms); });
        std::this_thread::sleep_for(30ms);
        sleeper.join();
        EXPECT_EQ(Clock::now() - start, 30ms);
      },
      {.time = Time::idle});
}

TEST(IdleTime, NeverEndsAWaitThatIsNotifiedFirst) {
  explore(
      [] {
        std::mutex mutex;
        std::condition_variable changed;
        bool ready = false;
        std::jthread giver([&] {
          std::this_thread::sleep_for(1ms);
          std::lock_guard lock(mutex);
          ready = true;
          changed.notify_one();
        });
        std::unique_lock lock(mutex);
        EXPECT_TRUE(changed.wait_for(lock, 10ms, [&] { return ready; }));
      },
      {.time = Time::idle});
}

TEST(IdleTimeWrong, TheDeadlineComesBeforeTheNotification) {
  explore(
      [] {
        std::mutex mutex;
        std::condition_variable changed;
        bool ready = false;
        std::jthread giver([&] {
          std::this_thread::sleep_for(20ms);
          std::lock_guard lock(mutex);
          ready = true;
          changed.notify_one();
        });
        std::unique_lock lock(mutex);
        EXPECT_TRUE(changed.wait_for(lock, 10ms, [&] { return ready; }));
      },
      {.time = Time::idle});
}

// The two time out at once, so either may be the first to get the lock.
template <class Expect>
void wait_for_the_same_time(Expect expect) {
  std::mutex mutex;
  std::condition_variable changed;
  int count = 0;
  const auto end = Clock::now() + 10ms;
  const auto wait = [&](int& place) {
    std::unique_lock lock(mutex);
    changed.wait_until(lock, end);
    place = ++count;
    changed.notify_all();
  };
  int first = 0;
  int second = 0;
  std::jthread other([&] { wait(first); });
  wait(second);
  other.join();
  expect(first, second);
}

TEST(IdleTime, EndsTwoWaitsAtOnce) {
  Outcomes places{{1, 2}, {2, 1}};
  explore(
      [&] {
        wait_for_the_same_time([&](int first, int second) {
          places.record({first, second});
        });
      },
      {.spurious = 0, .time = Time::idle, .outcomes = &places});
}

TEST(IdleTimeWrong, OfTwoWaitsThatEndAtOnceNoneIsFirst) {
  explore(
      [] {
        wait_for_the_same_time(
            [](int first, int second) { EXPECT_LT(second, first); });
      },
      {.spurious = 0, .time = Time::idle});
}

// Lets one call through every 10 ms. A sleep with the lock held makes the
// callers queue; computing the slot first lets them wait side by side.
TEST(IdleTime, LimiterSpacesTwoCallers) {
  explore(
      [] {
        std::mutex mutex;
        auto next = Clock::now();
        const auto start = next;
        const auto pass = [&] {
          std::unique_lock lock(mutex);
          const auto slot = next;
          next += 10ms;
          lock.unlock();
          std::this_thread::sleep_until(slot);
        };
        std::jthread first(pass);
        std::jthread second(pass);
        first.join();
        second.join();
        EXPECT_EQ(Clock::now() - start, 10ms);
      },
      {.time = Time::idle});
}

TEST(IdleTimeWrong, LimiterThatForgetsToMoveOnLetsBothThrough) {
  explore(
      [] {
        std::mutex mutex;
        const auto next = Clock::now();
        const auto pass = [&] {
          std::unique_lock lock(mutex);
          const auto slot = next;
          lock.unlock();
          std::this_thread::sleep_until(slot);
        };
        const auto start = Clock::now();
        std::jthread first(pass);
        std::jthread second(pass);
        first.join();
        second.join();
        EXPECT_EQ(Clock::now() - start, 10ms);
      },
      {.time = Time::idle});
}

}  // namespace
