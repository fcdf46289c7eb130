#include <gtest/gtest.h>

#include <thread>

#include "checker/explore.hpp"
#include "sync/asymmetric_fence.hpp"
#include "sync/futex.hpp"

namespace hb::sync {
namespace {

TEST(Futex, WakesWhoeverSleepsOnTheOldValue) {
  explore([] {
    FutexWord word = 0;
    std::jthread sleeper([&] {
      while (word.load(std::memory_order_acquire) == 0) futex_wait(word, 0);
    });
    word.store(1, std::memory_order_release);
    futex_wake(word, 1);
  });
}

TEST(AsymmetricFence, LetsOneOfTwoSeeTheOther) {
  explore([] {
    std::atomic<int> word = 0;
    std::atomic<int> sleeper = 0;
    int seen_by_sleeper = 0;
    std::jthread other([&] {
      sleeper.store(1, std::memory_order_relaxed);
      asymmetric_fence_heavy();
      seen_by_sleeper = word.load(std::memory_order_relaxed);
    });
    word.store(1, std::memory_order_relaxed);
    asymmetric_fence_light();
    const int seen = sleeper.load(std::memory_order_relaxed);
    other.join();
    EXPECT_TRUE(seen == 1 || seen_by_sleeper == 1);
  });
}

}  // namespace
}  // namespace hb::sync
