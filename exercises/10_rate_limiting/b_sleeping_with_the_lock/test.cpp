// Tests of 10b. Most run in idle time: the clock moves only when every thread
// waits, to the next moment at which one goes on. Twenty turns take no time,
// and a millisecond too early is seen.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "10_rate_limiting/b_sleeping_with_the_lock/rate_limiter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using namespace std::chrono_literals;
using hb::explore;
using hb::RateLimiter;
using hb::Region;
using hb::Time;
using Clock = RateLimiter::Clock;

constexpr auto kInterval = 400ms;  // 150 a minute

TEST(SleepingWithTheLock, TwentyTurnsTakeNineteenIntervals) {
  explore(
      [] {
        RateLimiter limiter(100ms);
        const auto start = Clock::now();
        for (int i = 0; i < 20; ++i) limiter.wait();
        EXPECT_EQ(Clock::now() - start, 1900ms);
      },
      {.time = Time::idle});
}

TEST(SleepingWithTheLock, ThreeWorkersShareOneRate) {
  explore(
      [] {
        RateLimiter limiter(kInterval);
        std::vector<long> turns(3);  // in milliseconds
        const auto start = Clock::now();
        const auto work = [&](std::size_t worker) {
          limiter.wait();
          turns[worker] = (Clock::now() - start) / 1ms;
        };
        std::jthread one([&] { work(0); });
        std::jthread two([&] { work(1); });
        work(2);
        one.join();
        two.join();
        std::ranges::sort(turns);
        EXPECT_EQ(turns, (std::vector<long>{0, 400, 800}));
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(SleepingWithTheLock, AnswersAtOnceWhileOthersSleep) {
  explore(
      [] {
        RateLimiter limiter(kInterval);
        limiter.wait();
        std::jthread sleeper([&] { limiter.wait(); });
        std::this_thread::sleep_for(1ms);  // it sleeps by now
        const auto start = Clock::now();
        EXPECT_FALSE(limiter.try_wait());
        EXPECT_EQ(Clock::now() - start, 0ms);
      },
      {.time = Time::idle});
}

TEST(SleepingWithTheLock, UnusedTimeIsNotSavedUp) {
  explore(
      [] {
        RateLimiter limiter(kInterval);
        limiter.wait();
        std::this_thread::sleep_for(1h);
        limiter.wait();
        const auto start = Clock::now();
        limiter.wait();
        EXPECT_EQ(Clock::now() - start, kInterval);
      },
      {.time = Time::idle});
}

TEST(SleepingWithTheLock, NobodyOvertakesATurnThatIsTaken) {
  explore(
      [] {
        RateLimiter limiter(kInterval);
        limiter.wait();
        std::jthread sleeper([&] { limiter.wait(); });
        std::this_thread::sleep_for(kInterval + 1ms);  // it has gone on
        EXPECT_FALSE(limiter.try_wait());
      },
      {.time = Time::idle});
}

TEST(SleepingWithTheLock, TryWaitTakesATurnOfItsOwn) {
  explore(
      [] {
        RateLimiter limiter(kInterval);
        EXPECT_TRUE(limiter.try_wait());
        EXPECT_FALSE(limiter.try_wait());
        const auto start = Clock::now();
        limiter.wait();
        EXPECT_EQ(Clock::now() - start, kInterval);
      },
      {.time = Time::idle});
}

TEST(SleepingWithTheLock, OneOfTwoWhoTryGoesOn) {
  explore([] {
    RateLimiter limiter(1h);
    bool other_goes = false;
    std::jthread other([&] { other_goes = limiter.try_wait(); });
    const bool goes = limiter.try_wait();
    other.join();
    EXPECT_NE(goes, other_goes);
  });
}

TEST(SleepingWithTheLock, NobodyLooksAgainAndAgain) {
  explore(
      [] {
        RateLimiter limiter(10ms);
        limiter.wait();
        const auto wait = [&] {
          const Region waiting("wait");
          limiter.wait();
        };
        std::jthread other(wait);
        wait();
      },
      {.spurious = 0,
       .time = Time::idle,
       .budgets = {{.region = "wait", .locks = 3}}});
}

}  // namespace
