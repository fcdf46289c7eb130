#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include "checker/explore.hpp"
#include "sync/executions_testing.hpp"
#include "sync/gcra.hpp"
#include "sync/token_bucket.hpp"

namespace hb::sync {
namespace {

using namespace std::chrono_literals;

template <typename Limiter>
class RateExecutions : public testing::Test {};
using Limiters = testing::Types<Gcra<>, TokenBucket<>>;
TYPED_TEST_SUITE(RateExecutions, Limiters);

TYPED_TEST(RateExecutions, GivesThreeCallersThreeMoments) {
  explore(
      [] {
        TypeParam limiter(per_second(10));
        const TimePoint start = std::chrono::steady_clock::now();
        std::array<TimePoint, 3> moments;  // thread i writes element i
        const auto call = [&](std::size_t i) {
          EXPECT_EQ(limiter.acquire(), Outcome::done);
          moments[i] = std::chrono::steady_clock::now();
        };
        std::jthread one(call, 0);
        std::jthread two(call, 1);
        call(2);
        one.join();
        two.join();
        std::sort(moments.begin(), moments.end());
        EXPECT_EQ(moments[0], start);
        EXPECT_GE(moments[1] - start, 100ms);
        EXPECT_GE(moments[2] - start, 200ms);
      },
      kIdleTime);
}

TYPED_TEST(RateExecutions, NeverGivesTwoWhatIsThereOnce) {
  explore(
      [] {
        TypeParam limiter(per_second(1));
        int passed = 0;
        std::jthread other(
            [&] { passed = limiter.try_acquire() == Outcome::done; });
        const bool mine = limiter.try_acquire() == Outcome::done;
        other.join();
        EXPECT_EQ(passed + mine, 1);
      },
      kIdleTime);
}

TYPED_TEST(RateExecutions, EndsTheWaitOfWhoeverIsStopped) {
  explore(
      [] {
        TypeParam limiter(per(1h, 1));
        EXPECT_EQ(limiter.acquire(), Outcome::done);
        const TimePoint start = std::chrono::steady_clock::now();
        std::jthread waiter([&](std::stop_token stop) {
          EXPECT_EQ(limiter.acquire(stop), Outcome::stopped);
        });
        waiter.request_stop();
        waiter.join();
        EXPECT_EQ(std::chrono::steady_clock::now(), start);
      },
      kIdleTime);
}

TYPED_TEST(RateExecutions, GivesNoMomentTwiceWhenOneOfTwoIsStopped) {
  explore(
      [] {
        TypeParam limiter(per_second(10));
        EXPECT_EQ(limiter.acquire(), Outcome::done);
        const TimePoint start = std::chrono::steady_clock::now();
        std::jthread stopped(
            [&](std::stop_token stop) { (void)limiter.acquire(stop); });
        std::jthread other(
            [&] { EXPECT_EQ(limiter.acquire(), Outcome::done); });
        std::this_thread::sleep_for(1ms);  // in idle time: until both wait
        stopped.request_stop();
        other.join();
        stopped.join();
        EXPECT_GE(std::chrono::steady_clock::now() - start, 100ms);
        const TimePoint then = std::chrono::steady_clock::now();
        EXPECT_EQ(limiter.acquire(), Outcome::done);
        EXPECT_GE(std::chrono::steady_clock::now() - then, 100ms);
      },
      kIdleTime);
}

TYPED_TEST(RateExecutions, LetsOthersThroughAfterACallerThatThrows) {
  explore(
      [] {
        TypeParam limiter(per_second(10));
        std::jthread failing([&] {
          try {
            (void)limiter.acquire();
            throw std::runtime_error("work");
          } catch (const std::runtime_error&) {
          }
        });
        EXPECT_EQ(limiter.acquire(), Outcome::done);
      },
      kIdleTime);
}

// So fast that whoever loses the word to the other takes a turn, if the burst
// has room for one: here for two calls and for the time that they may take.
constexpr Rate kFast = {.interval = 1us, .burst = 4};

TEST(GcraExecutions, LetsNoMoreThroughByTurns) {
  explore(
      [] {
        Gcra<> limiter(kFast);
        std::array<int, 2> passed{};  // thread i writes element i
        const auto call = [&](std::size_t i) {
          for (int n = 0; n < 3; ++n) {
            passed[i] += limiter.try_acquire() == Outcome::done;
          }
        };
        std::jthread other(call, 0);
        call(1);
        other.join();
        EXPECT_LE(passed[0] + passed[1], 4);
        EXPECT_GE(passed[0] + passed[1], 1);
      },
      kIdleTime);
}

TEST(GcraExecutions, KeepsNothingOfATurnForLater) {
  explore(
      [] {
        Gcra<> limiter(kFast);
        std::jthread other([&] { (void)limiter.try_acquire(); });
        (void)limiter.try_acquire();
        other.join();
        std::this_thread::sleep_for(1ms);
        int passed = 0;
        for (int n = 0; n < 6; ++n) {
          passed += limiter.try_acquire() == Outcome::done;
        }
        EXPECT_EQ(passed, 4);
      },
      kIdleTime);
}

TEST(GcraExecutions, GivesATurnAtOneLimiterNotToAnother) {
  explore(
      [] {
        Gcra<> contended(kFast);
        Gcra<> empty({.interval = 1h, .burst = 1});
        (void)empty.try_acquire();
        std::jthread other([&] { (void)contended.try_acquire(); });
        (void)contended.try_acquire();
        EXPECT_EQ(empty.try_acquire(), Outcome::would_block);
        other.join();
      },
      kIdleTime);
}

}  // namespace
}  // namespace hb::sync
