// Tests of 12c: mutual exclusion of two, its liveness, and what it hands over.

#include "12_atomic_ordering/c_store_buffering/two_thread_lock.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Region;
using hb::TwoThreadLock;

TEST(StoreBuffering, NeverLetsBothIn) {
  explore(
      [] {
        TwoThreadLock lock;
        const auto enter = [&](std::size_t me) {
          lock.lock(me);
          { const Region inside("inside"); }
          lock.unlock(me);
        };
        std::jthread zero([&] { enter(0); });
        std::jthread one([&] { enter(1); });
      },
      {.never_overlap = {{"inside", "inside"}}});
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
