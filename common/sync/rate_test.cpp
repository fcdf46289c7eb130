#include "sync/rate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "sync/fake_time.hpp"
#include "sync/gcra.hpp"
#include "sync/token_bucket.hpp"

namespace hb::sync {
namespace {

using namespace std::chrono_literals;

TEST(Rate, IsAnInterval) {
  EXPECT_EQ(per_minute(150).interval, 400ms);
  EXPECT_EQ(per_second(10).interval, 100ms);
}

TEST(Rate, IsRoundedToTheSlowerSide) {
  EXPECT_EQ(per_second(3).interval, 333'333'334ns);
}

TEST(Rate, FitsIntoAClock) {
  EXPECT_TRUE(per_minute(150, 30).is_valid());
  EXPECT_FALSE((Rate{0ns, 1}.is_valid()));
  EXPECT_FALSE((Rate{1s, 0}.is_valid()));
  EXPECT_FALSE((Rate{1s, INT64_MAX}.is_valid()));
}

TEST(CoarseTime, IsLateAtNoMomentOfAClock) {
  CoarseTime time;
  FutexWord word = 0;
  std::jthread waker([&] {
    word.store(1, std::memory_order_relaxed);
    time.wake(word);
  });
  while (word.load(std::memory_order_relaxed) == 0) {
    EXPECT_EQ(time.wait(word, 0, TimePoint::max()), FutexWait::woken);
  }
}

template <typename Limiter>
class RateLimiter : public testing::Test {};
using Limiters = testing::Types<Gcra<FakeTime>, TokenBucket<FakeTime>>;
TYPED_TEST_SUITE(RateLimiter, Limiters);

// When each of `calls` calls came through, all threads together, in order.
template <typename Limiter>
std::vector<std::chrono::nanoseconds> moments(Rate rate, std::size_t threads,
                                              std::size_t calls) {
  FakeClock clock(threads);
  Limiter limiter(rate, FakeTime(clock));
  std::mutex mutex;
  std::vector<std::chrono::nanoseconds> all;  // guarded by mutex
  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < threads; ++i) {
      workers.emplace_back([&] {
        for (std::size_t n = 0; n < calls / threads; ++n) {
          EXPECT_EQ(limiter.acquire(), Outcome::done);
          std::lock_guard lock(mutex);
          all.push_back(clock.now().time_since_epoch());
        }
        clock.leave();
      });
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

TYPED_TEST(RateLimiter, LetsTwentyItemsTakeNineteenIntervals) {
  const auto all = moments<TypeParam>(per(1s, 10), 1, 20);
  EXPECT_EQ(all.back(), 1900ms);
}

TYPED_TEST(RateLimiter, KeepsThirtyWorkersToOneEachFourTenths) {
  const auto all = moments<TypeParam>(per_minute(150), 30, 90);
  ASSERT_EQ(all.size(), 90u);
  for (std::size_t n = 0; n < all.size(); ++n) {
    EXPECT_EQ(all[n], n * 400ms);
  }
}

TYPED_TEST(RateLimiter, LetsABurstThroughAndThenKeepsToTheRate) {
  const auto all = moments<TypeParam>(per_second(10, 3), 1, 5);
  const std::vector<std::chrono::nanoseconds> expected = {0ms, 0ms, 0ms, 100ms,
                                                          200ms};
  EXPECT_EQ(all, expected);
}

TYPED_TEST(RateLimiter, SavesNoMoreThanABurstInAPause) {
  FakeClock clock(1);
  FakeTime time(clock);
  TypeParam limiter(per_second(10, 2), time);
  const FutexWord never = 0;
  time.wait(never, 0, clock.now() + 1h);
  EXPECT_EQ(limiter.try_acquire(), Outcome::done);
  EXPECT_EQ(limiter.try_acquire(), Outcome::done);
  EXPECT_EQ(limiter.try_acquire(), Outcome::would_block);
}

TYPED_TEST(RateLimiter, NeverExceedsTheRateInAnyWindowAfterABurst) {
  const Rate rate = per_second(10, 4);
  const auto all = moments<TypeParam>(rate, 3, 30);
  for (std::size_t first = 0; first < all.size(); ++first) {
    for (std::size_t last = first; last < all.size(); ++last) {
      const auto window = all[last] - all[first];
      EXPECT_LE(last - first + 1,
                static_cast<std::size_t>(rate.burst + window / rate.interval));
    }
  }
}

TYPED_TEST(RateLimiter, SaysAtTheLatestAtTheDeadlineThatItIsTooLate) {
  FakeClock clock(1);
  TypeParam limiter(per_second(1), FakeTime(clock));
  EXPECT_EQ(limiter.acquire(), Outcome::done);
  const TimePoint deadline = clock.now() + 500ms;
  EXPECT_EQ(limiter.acquire_until(deadline), Outcome::timed_out);
  EXPECT_LE(clock.now(), deadline);
  // Nothing is spent by it.
  EXPECT_EQ(limiter.acquire(), Outcome::done);
  EXPECT_EQ(clock.now().time_since_epoch(), 1s);
}

TYPED_TEST(RateLimiter, GivesWhatIsDueEvenAfterTheDeadline) {
  FakeClock clock(1);
  TypeParam limiter(per_second(1), FakeTime(clock));
  EXPECT_EQ(limiter.acquire_until(clock.now() - 1s), Outcome::done);
  EXPECT_EQ(limiter.acquire_until(clock.now() - 1s), Outcome::timed_out);
}

TYPED_TEST(RateLimiter, GivesNothingTooEarlyWithABurstOfYears) {
  const Rate rate{1ns, std::chrono::nanoseconds(70 * 8766h).count()};
  ASSERT_TRUE(rate.is_valid());
  FakeClock clock(1);
  TypeParam limiter(rate, FakeTime(clock));
  EXPECT_EQ(limiter.acquire(), Outcome::done);
  EXPECT_EQ(limiter.try_acquire(), Outcome::done);
}

TYPED_TEST(RateLimiter, GivesTheStoppedCallBackToTheNext) {
  FakeClock clock(1);
  TypeParam limiter(per_second(1), FakeTime(clock));
  EXPECT_EQ(limiter.acquire(), Outcome::done);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(limiter.acquire(stop.get_token()), Outcome::stopped);
  EXPECT_EQ(limiter.acquire(), Outcome::done);
  EXPECT_EQ(clock.now().time_since_epoch(), 1s);
}

// A stopped waiter with others behind it: what is given back must not be given
// to somebody who then comes at the same moment as one of those.
TYPED_TEST(RateLimiter, GivesNoMomentTwiceWhenOneInTheMiddleIsStopped) {
  FakeClock clock(4);
  TypeParam limiter(per_second(1), FakeTime(clock));
  const FutexWord never = 0;
  std::stop_source stop;
  std::mutex mutex;
  std::vector<std::chrono::nanoseconds> all;  // guarded by mutex
  const auto call_after = [&](std::chrono::milliseconds pause) {
    clock.wait(never, 0, TimePoint(pause));
    const bool is_second = pause == 200ms;
    const Outcome outcome =
        limiter.acquire(is_second ? stop.get_token() : std::stop_token());
    if (outcome == Outcome::done) {
      std::lock_guard lock(mutex);
      all.push_back(clock.now().time_since_epoch());
    }
    if (pause == 100ms) {
      clock.wait(never, 0, TimePoint(400ms));
      stop.request_stop();
      EXPECT_EQ(limiter.acquire(), Outcome::done);
      std::lock_guard lock(mutex);
      all.push_back(clock.now().time_since_epoch());
    }
    clock.leave();
  };
  {
    std::vector<std::jthread> threads;
    for (const auto pause : {100ms, 200ms, 300ms, 500ms}) {
      threads.emplace_back(call_after, pause);
    }
  }
  std::sort(all.begin(), all.end());
  ASSERT_EQ(all.size(), 4u);
  for (std::size_t n = 1; n < all.size(); ++n) {
    EXPECT_GE(all[n] - all[n - 1], 1s);
  }
}

}  // namespace
}  // namespace hb::sync
