// Tests of 10a. No clock runs: a test says what time it is.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "10_rate_limiting/a_token_bucket/token_bucket.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "checker/explore.hpp"

namespace {

using namespace std::chrono_literals;
using hb::explore;
using hb::Region;
using hb::TokenBucket;

const TokenBucket::Clock::time_point kStart{24h};

TEST(TokenBucket, IsFullAtTheStart) {
  explore([] {
    TokenBucket bucket(10ms, 2, kStart);
    EXPECT_TRUE(bucket.try_take(kStart));
    EXPECT_TRUE(bucket.try_take(kStart));
    EXPECT_FALSE(bucket.try_take(kStart));
  });
}

TEST(TokenBucket, EarnsATokenEveryInterval) {
  explore([] {
    TokenBucket bucket(10ms, 1, kStart);
    EXPECT_TRUE(bucket.try_take(kStart));
    EXPECT_FALSE(bucket.try_take(kStart + 10ms - 1ns));
    EXPECT_TRUE(bucket.try_take(kStart + 10ms));
    EXPECT_FALSE(bucket.try_take(kStart + 10ms));
  });
}

TEST(TokenBucket, LosesNothingHoweverOftenItIsAsked) {
  explore([] {
    TokenBucket bucket(400ms, 2, kStart);
    bucket.try_take(kStart);
    bucket.try_take(kStart);
    int taken = 0;
    for (int i = 1; i <= 20; ++i) taken += bucket.try_take(kStart + i * 150ms);
    EXPECT_EQ(taken, 7);  // in 3 s
  });
}

// Ten tenths of a token, in binary fractions, are less than one.
TEST(TokenBucket, TenthsOfATokenMakeOne) {
  explore([] {
    TokenBucket bucket(10ms, 1, kStart);
    bucket.try_take(kStart);
    for (int i = 1; i < 10; ++i) bucket.try_take(kStart + i * 1ms);
    EXPECT_TRUE(bucket.try_take(kStart + 10ms));
  });
}

TEST(TokenBucket, HoldsNoMoreThanItsBurstAfterANight) {
  explore([] {
    TokenBucket bucket(400ms, 2, kStart);
    const auto morning = kStart + 8h;
    EXPECT_TRUE(bucket.try_take(morning));
    EXPECT_TRUE(bucket.try_take(morning));
    EXPECT_FALSE(bucket.try_take(morning));
  });
}

TEST(TokenBucket, AFullBucketEarnsNothing) {
  explore([] {
    TokenBucket bucket(400ms, 1, kStart);
    bucket.try_take(kStart);
    EXPECT_TRUE(bucket.try_take(kStart + 700ms));
    EXPECT_FALSE(bucket.try_take(kStart + 800ms));
    EXPECT_TRUE(bucket.try_take(kStart + 1100ms));
  });
}

TEST(TokenBucket, NothingIsEarnedTwice) {
  explore([] {
    TokenBucket bucket(10ms, 1, kStart);
    EXPECT_TRUE(bucket.try_take(kStart + 100ms));
    EXPECT_FALSE(bucket.try_take(kStart));
    EXPECT_FALSE(bucket.try_take(kStart + 100ms));
  });
}

TEST(TokenBucket, TheLastTokenGoesToOne) {
  explore([] {
    TokenBucket bucket(10ms, 1, kStart);
    bool other_has_it = false;
    std::jthread other([&] { other_has_it = bucket.try_take(kStart); });
    const bool has_it = bucket.try_take(kStart);
    other.join();
    EXPECT_NE(has_it, other_has_it);
  });
}

TEST(TokenBucket, TwoThreadsMayComeInTheOtherOrder) {
  explore([] {
    TokenBucket bucket(10ms, 2, kStart);
    bucket.try_take(kStart);
    bucket.try_take(kStart);
    int at_10 = 0, at_20 = 0;
    std::jthread early([&] { at_10 = bucket.try_take(kStart + 10ms); });
    std::jthread late([&] { at_20 = bucket.try_take(kStart + 20ms); });
    early.join();
    late.join();
    EXPECT_EQ(at_10 + at_20 + bucket.try_take(kStart + 20ms), 2);
  });
}

TEST(TokenBucket, AsksForOneLockAndNoMemory) {
  explore(
      [] {
        TokenBucket bucket(10ms, 2, kStart);
        const Region take("take");
        bucket.try_take(kStart + 1h);
      },
      {.budgets = {{.region = "take", .locks = 1, .allocations = 0}}});
}

}  // namespace
