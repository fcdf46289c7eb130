// Tests of 10d. Most run in idle time: the clock moves only when every thread
// waits, so a thread that sleeps a millisecond longer comes after the others.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "10_rate_limiting/d_fair/fair_limiter.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "checker/explore.hpp"

namespace {

using namespace std::chrono_literals;
using hb::explore;
using hb::FairLimiter;
using hb::Region;
using hb::Time;
using Clock = FairLimiter::Clock;

constexpr auto kInterval = 100ms;
constexpr std::size_t kAnna = 0, kBen = 1;

// When a request that comes `after` so long is served.
Clock::duration served(FairLimiter& limiter, std::size_t client,
                       Clock::duration after, Clock::time_point start) {
  std::this_thread::sleep_until(start + after);
  limiter.wait(client);
  return Clock::now() - start;
}

TEST(Fair, KeepsToTheRate) {
  explore(
      [] {
        FairLimiter limiter(kInterval, 1);
        const auto start = Clock::now();
        EXPECT_EQ(served(limiter, kAnna, 0ms, start), 0ms);
        EXPECT_EQ(served(limiter, kAnna, 0ms, start), 100ms);
        EXPECT_EQ(served(limiter, kAnna, 950ms, start), 950ms);
        EXPECT_EQ(served(limiter, kAnna, 0ms, start), 1050ms);
      },
      {.time = Time::idle});
}

TEST(Fair, AClientDoesNotWaitBehindAllRequestsOfAnother) {
  explore(
      [] {
        FairLimiter limiter(kInterval, 2);
        const auto start = Clock::now();
        limiter.wait(kAnna);
        Clock::duration first, second;
        std::jthread one([&] { first = served(limiter, kAnna, 1ms, start); });
        std::jthread two([&] { second = served(limiter, kAnna, 2ms, start); });
        EXPECT_EQ(served(limiter, kBen, 3ms, start), 100ms);
        one.join();
        two.join();
        EXPECT_EQ(first, 200ms);
        EXPECT_EQ(second, 300ms);
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(Fair, TheTurnGoesRound) {
  explore(
      [] {
        FairLimiter limiter(kInterval, 2);
        const auto start = Clock::now();
        limiter.wait(kAnna);
        Clock::duration first, second;
        std::jthread one([&] { first = served(limiter, kBen, 1ms, start); });
        std::jthread two([&] { second = served(limiter, kBen, 2ms, start); });
        EXPECT_EQ(served(limiter, kAnna, 3ms, start), 200ms);
        one.join();
        two.join();
        EXPECT_EQ(first, 100ms);
        EXPECT_EQ(second, 300ms);
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(Fair, TheLastTurnCountsAndNotHowManyThereWere) {
  explore(
      [] {
        FairLimiter limiter(kInterval, 2);
        const auto start = Clock::now();
        limiter.wait(kAnna);
        limiter.wait(kAnna);
        limiter.wait(kBen);
        Clock::duration other;
        std::jthread ben([&] { other = served(limiter, kBen, 201ms, start); });
        EXPECT_EQ(served(limiter, kAnna, 202ms, start), 300ms);
        ben.join();
        EXPECT_EQ(other, 400ms);
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(Fair, NobodyWaitsForAClientThatDoesNot) {
  explore(
      [] {
        FairLimiter limiter(kInterval, 2);
        const auto start = Clock::now();
        limiter.wait(kBen);
        limiter.wait(kAnna);
        EXPECT_EQ(served(limiter, kAnna, 0ms, start), 200ms);
      },
      {.time = Time::idle});
}

TEST(Fair, AWakeUpForNothingIsNoTurn) {
  explore(
      [] {
        FairLimiter limiter(kInterval, 2);
        const auto start = Clock::now();
        limiter.wait(kAnna);
        std::jthread other(
            [&] { EXPECT_EQ(served(limiter, kBen, 0ms, start), 100ms); });
        EXPECT_EQ(served(limiter, kAnna, 1ms, start), 200ms);
      },
      {.spurious = 1, .time = Time::idle});
}

TEST(Fair, NobodyLooksAgainAndAgain) {
  explore(
      [] {
        FairLimiter limiter(kInterval, 2);
        limiter.wait(kAnna);
        const auto wait = [&](std::size_t client) {
          const Region waiting("wait");
          limiter.wait(client);
        };
        std::jthread other([&] { wait(kBen); });
        wait(kAnna);
      },
      {.spurious = 0,
       .time = Time::idle,
       .budgets = {{.region = "wait", .locks = 4}}});
}

TEST(Fair, TwoThreadsMayWait) {
  explore(
      [] {
        FairLimiter limiter(0ms, 2);
        std::jthread other([&] { limiter.wait(kBen); });
        limiter.wait(kAnna);
      },
      {.spurious = 0});
}

}  // namespace
