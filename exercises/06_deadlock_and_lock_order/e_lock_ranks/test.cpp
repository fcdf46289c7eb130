// Tests of 06e. The order is the same in every run, so most of them need one
// thread; the last ones ask what other threads have to do with it.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "06_deadlock_and_lock_order/e_lock_ranks/ranked_mutex.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::LockOrderError;
using hb::RankedMutex;

TEST(LockRanks, LetsAThreadLockUpwards) {
  explore([] {
    RankedMutex table(1), row(2), page(3);
    for (int round = 0; round < 2; ++round) {
      std::lock_guard first(table);
      std::lock_guard second(row);
      std::lock_guard third(page);
    }
  });
}

TEST(LockRanks, ThrowsDownwards) {
  explore([] {
    RankedMutex table(1), row(2), page(3);
    std::lock_guard first(row);
    EXPECT_THROW(table.lock(), LockOrderError);

    std::lock_guard second(page);
    EXPECT_THROW(table.lock(), LockOrderError);
  });
}

TEST(LockRanks, ThrowsBetweenTwoThatAreHeld) {
  explore([] {
    RankedMutex table(1), row(2), page(3);
    std::lock_guard first(table);
    std::lock_guard second(page);
    EXPECT_THROW(row.lock(), LockOrderError);
  });
}

TEST(LockRanks, ThrowsForTheSameRankAndTheSameMutex) {
  explore([] {
    RankedMutex row(2), other_row(2);
    std::lock_guard first(row);
    EXPECT_THROW(other_row.lock(), LockOrderError);
    EXPECT_THROW(row.lock(), LockOrderError);
  });
}

TEST(LockRanks, TakesNothingWhenItThrows) {
  explore([] {
    RankedMutex table(1), row(2);
    {
      std::lock_guard first(row);
      EXPECT_THROW(table.lock(), LockOrderError);
    }
    std::jthread other([&] { std::lock_guard free_for_all(table); });
    std::lock_guard first(table);
    std::lock_guard second(row);
  });
}

TEST(LockRanks, GivesLocksBackInAnyOrder) {
  explore([] {
    RankedMutex table(1), row(2), page(3);
    std::unique_lock first(table);
    std::unique_lock second(row);
    first.unlock();
    EXPECT_THROW(table.lock(), LockOrderError);  // row is still held

    const std::lock_guard third(page);
    second.unlock();
    EXPECT_THROW(row.lock(), LockOrderError);  // page is
  });
}

TEST(LockRanks, ForgetsWhatWasGivenBack) {
  explore([] {
    RankedMutex table(1), row(2);
    { std::lock_guard lock(row); }
    { std::lock_guard lock(table); }
    std::unique_lock first(table);
    std::unique_lock second(row);
    second.unlock();
    second.lock();
  });
}

TEST(LockRanks, LetsTryLockTakeAnyRankAndCountsIt) {
  explore(
      [] {
        RankedMutex table(1), row(2);
        ASSERT_TRUE(row.try_lock());
        ASSERT_TRUE(table.try_lock());
        EXPECT_THROW(row.lock(), LockOrderError);
        row.unlock();
        EXPECT_THROW(table.lock(), LockOrderError);
        table.unlock();
      },
      {.spurious = 0});  // try_lock() may fail for no reason
}

TEST(LockRanks, CountsNoTryLockThatFailed) {
  explore([] {
    RankedMutex table(1), row(2);
    std::jthread other([&] { std::lock_guard lock(row); });
    if (!row.try_lock()) {
      std::lock_guard lock(table);  // nothing is held, so nothing is wrong
      return;
    }
    EXPECT_THROW(table.lock(), LockOrderError);
    row.unlock();
  });
}

TEST(LockRanks, JudgesEachThreadByWhatItHolds) {
  explore([] {
    RankedMutex table(1), row(2);
    std::jthread other([&] { std::lock_guard lock(row); });
    std::lock_guard lock(table);
  });
}

TEST(LockRanks, ThrowsInEveryRunInsteadOfHangingInSome) {
  explore([] {
    RankedMutex table(1), row(2);
    std::jthread other([&] {
      std::lock_guard first(table);
      std::lock_guard second(row);
    });
    std::lock_guard first(row);
    EXPECT_THROW(table.lock(), LockOrderError);
  });
}

}  // namespace
