// Tests of 12c: mutual exclusion of two, its liveness, and what it hands over.

#include "12_atomic_ordering/c_store_buffering/two_thread_lock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::TwoThreadLock;

TEST(StoreBuffering, NeverLetsBothIn) {
  explore([] {
    TwoThreadLock lock;
    std::atomic<int> inside = 0;
    const auto visit = [&](std::size_t me) {
      lock.lock(me);
      // WHY relaxed: the test counts, and must not order the two.
      EXPECT_EQ(inside.fetch_add(1, std::memory_order_relaxed), 0);
      inside.fetch_sub(1, std::memory_order_relaxed);
      lock.unlock(me);
    };
    std::jthread zero([&] { visit(0); });
    std::jthread one([&] { visit(1); });
  });
}

TEST(StoreBuffering, LetsOneInWhileTheOtherIsAway) {
  explore([] {
    TwoThreadLock lock;
    for (const std::size_t me : {0U, 1U, 1U, 0U}) {
      lock.lock(me);
      lock.unlock(me);
    }
  });
}

TEST(StoreBuffering, LetsEachInWhenTheOtherHasLeft) {
  explore([] {
    TwoThreadLock lock;
    const auto visit = [&](std::size_t me) {
      lock.lock(me);
      lock.unlock(me);
    };
    std::jthread zero([&] { visit(0); });
    std::jthread one([&] { visit(1); });
  });
}

TEST(StoreBuffering, HandsOnWhatWasWrittenInside) {
  explore([] {
    TwoThreadLock lock;
    int visits = 0;  // guarded by lock
    const auto visit = [&](std::size_t me) {
      lock.lock(me);
      ++visits;
      lock.unlock(me);
    };
    std::jthread zero([&] { visit(0); });
    std::jthread one([&] { visit(1); });
    zero.join();
    one.join();
    EXPECT_EQ(visits, 2);
  });
}

}  // namespace
