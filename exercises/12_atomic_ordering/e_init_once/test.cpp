// Tests of 12e: built once, whole for everybody, and free of locks afterwards.

#include "12_atomic_ordering/e_init_once/lazy.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Lazy;
using hb::Region;

TEST(InitOnce, BuildsWhenFirstAskedAndNotBefore) {
  explore([] {
    int builds = 0;
    Lazy<int> lazy([&] { return std::make_unique<int>(++builds); });
    EXPECT_EQ(builds, 0);
    EXPECT_EQ(lazy.get(), 1);
    EXPECT_EQ(lazy.get(), 1);
    EXPECT_EQ(builds, 1);
  });
}

TEST(InitOnce, BuildsOnceForTwoThatAskTogether) {
  explore([] {
    // WHY relaxed: the test counts, and must not order the builders.
    std::atomic<int> builds = 0;
    Lazy<int> lazy([&] {
      builds.fetch_add(1, std::memory_order_relaxed);
      return std::make_unique<int>(7);
    });
    int* theirs = nullptr;
    std::jthread other([&] { theirs = &lazy.get(); });
    int* const mine = &lazy.get();
    other.join();
    EXPECT_EQ(builds.load(), 1);
    EXPECT_EQ(mine, theirs);
  });
}

TEST(InitOnce, ShowsAllThatWasBuilt) {
  explore([] {
    Lazy<int> lazy([] { return std::make_unique<int>(7); });
    const auto use = [&] { EXPECT_EQ(lazy.get(), 7); };
    std::jthread one(use);
    std::jthread two(use);
  });
}

TEST(InitOnce, TakesNoLockOnceItIsBuilt) {
  explore(
      [] {
        Lazy<int> lazy([] { return std::make_unique<int>(7); });
        lazy.get();
        std::jthread other([&] { lazy.get(); });
        const Region again("get again");
        lazy.get();
      },
      {.budgets = {{.region = "get again", .locks = 0, .futex_waits = 0}}});
}

TEST(InitOnce, SleepsWhileAnotherBuilds) {
  explore(
      [] {
        Lazy<int> lazy([] { return std::make_unique<int>(7); });
        const auto use = [&] {
          const Region first("get");
          lazy.get();
        };
        std::jthread one(use);
        std::jthread two(use);
      },
      {.budgets = {{.region = "get", .polling_reads = 0}}});
}

}  // namespace
