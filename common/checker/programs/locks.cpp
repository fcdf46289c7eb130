// Mutexes of every kind, right and wrong. What each test comes to stands in
// expected.tsv.

#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using namespace std::chrono_literals;

TEST(Mutex, LosesNoIncrement) {
  explore([] {
    std::mutex mutex;
    int count = 0;
    const auto twice = [&] {
      for (int i = 0; i < 2; ++i) {
        std::lock_guard lock(mutex);
        ++count;
      }
    };
    std::jthread first(twice);
    std::jthread second(twice);
    first.join();
    second.join();
    EXPECT_EQ(count, 4);
  });
}

TEST(Mutex, TryLockIsSafeWhicheverWayItEnds) {
  explore([] {
    std::mutex mutex;
    int count = 0;
    const auto try_once = [&] {
      std::unique_lock lock(mutex, std::try_to_lock);
      if (lock) ++count;
    };
    std::jthread first(try_once);
    std::jthread second(try_once);
    first.join();
    second.join();
    EXPECT_LE(count, 2);
  });
}

TEST(MutexWrong, UnlockedIncrementsRace) {
  explore([] {
    int count = 0;
    std::jthread first([&] { ++count; });
    std::jthread second([&] { ++count; });
  });
}

TEST(MutexWrong, TwoMutexesForOneCounterRace) {
  explore([] {
    std::mutex left;
    std::mutex right;
    int count = 0;
    std::jthread first([&] {
      std::lock_guard lock(left);
      ++count;
    });
    std::jthread second([&] {
      std::lock_guard lock(right);
      ++count;
    });
  });
}

TEST(MutexWrong, LockedTwiceByItsOwnerDeadlocks) {
  explore([] {
    std::mutex mutex;
    std::jthread thread([&] {
      std::lock_guard outer(mutex);
      std::lock_guard inner(mutex);
    });
  });
}

TEST(MutexWrong, KeptByAThreadThatEndedDeadlocks) {
  explore([] {
    std::mutex mutex;
    std::jthread keeper([&] { mutex.lock(); });
    keeper.join();
    std::lock_guard lock(mutex);
  });
}

TEST(MutexWrong, UnlockedByNobodyWhoHoldsIt) {
  explore([] {
    std::mutex mutex;
    mutex.unlock();
  });
}

TEST(MutexWrong, UnlockedByAnotherThread) {
  explore([] {
    std::mutex mutex;
    mutex.lock();
    std::jthread thread([&] { mutex.unlock(); });
  });
}

TEST(MutexWrong, TryLockMayFailForNoReason) {
  explore([] {
    std::mutex mutex;
    EXPECT_TRUE(mutex.try_lock()) << "nobody else holds it";
    mutex.unlock();
  });
}

struct Account {
  std::mutex mutex;
  int balance = 100;
};

TEST(ScopedLock, TakesTwoMutexesInEitherOrder) {
  explore([] {
    Account left;
    Account right;
    const auto move = [](Account& from, Account& to, int amount) {
      std::scoped_lock lock(from.mutex, to.mutex);
      from.balance -= amount;
      to.balance += amount;
    };
    std::jthread first([&] { move(left, right, 10); });
    std::jthread second([&] { move(right, left, 30); });
    first.join();
    second.join();
    EXPECT_EQ(left.balance, 120);
    EXPECT_EQ(right.balance, 80);
  });
}

TEST(ScopedLockWrong, OneLockAfterTheOtherDeadlocks) {
  explore([] {
    Account left;
    Account right;
    const auto move = [](Account& from, Account& to, int amount) {
      std::lock_guard first_lock(from.mutex);
      std::lock_guard second_lock(to.mutex);
      from.balance -= amount;
      to.balance += amount;
    };
    std::jthread first([&] { move(left, right, 10); });
    std::jthread second([&] { move(right, left, 30); });
  });
}

TEST(ScopedLockWrong, GuardsTheOtherAccount) {
  explore([] {
    Account left;
    Account right;
    std::jthread first([&] {
      std::scoped_lock lock(left.mutex);
      ++right.balance;
    });
    std::jthread second([&] {
      std::scoped_lock lock(right.mutex);
      ++right.balance;
    });
  });
}

TEST(RecursiveMutex, LetsItsOwnerInAgain) {
  explore([] {
    std::recursive_mutex mutex;
    int count = 0;
    const auto nested = [&] {
      std::lock_guard outer(mutex);
      {
        std::lock_guard inner(mutex);
        ++count;
      }
      ++count;
    };
    std::jthread first(nested);
    std::jthread second(nested);
    first.join();
    second.join();
    EXPECT_EQ(count, 4);
  });
}

TEST(RecursiveMutexWrong, UnlockedOnceTooFewDeadlocks) {
  explore([] {
    std::recursive_mutex mutex;
    std::jthread keeper([&] {
      mutex.lock();
      mutex.lock();
      mutex.unlock();
    });
    std::jthread waiter([&] { std::lock_guard lock(mutex); });
  });
}

TEST(TimedMutex, EitherLocksOrTimesOut) {
  explore([] {
    std::timed_mutex mutex;
    int count = 0;
    const auto try_for_a_while = [&] {
      std::unique_lock lock(mutex, 5ms);
      if (lock) ++count;
    };
    std::jthread first(try_for_a_while);
    std::jthread second(try_for_a_while);
    first.join();
    second.join();
    EXPECT_LE(count, 2);
  });
}

TEST(TimedMutexWrong, AssumesThatItNeverTimesOut) {
  explore([] {
    std::timed_mutex mutex;
    int count = 0;
    const auto try_for_a_while = [&] {
      std::unique_lock lock(mutex, 5ms);
      if (lock) ++count;
    };
    std::jthread first(try_for_a_while);
    std::jthread second(try_for_a_while);
    first.join();
    second.join();
    EXPECT_EQ(count, 2);
  });
}

TEST(TimedMutexWrong, CountsWithoutTheLockAfterATimeOut) {
  explore([] {
    std::timed_mutex mutex;
    int count = 0;
    const auto count_anyway = [&] {
      std::unique_lock lock(mutex, 5ms);
      ++count;
    };
    std::jthread first(count_anyway);
    std::jthread second(count_anyway);
  });
}

TEST(SharedMutex, ReadersNeverSeeHalfAWrite) {
  explore([] {
    std::shared_mutex mutex;
    int left = 0;
    int right = 0;
    const auto read = [&] {
      std::shared_lock lock(mutex);
      EXPECT_EQ(left, right);
    };
    std::jthread writer([&] {
      std::unique_lock lock(mutex);
      left = 1;
      right = 1;
    });
    std::jthread first(read);
    read();
  });
}

TEST(SharedMutexWrong, WritingUnderASharedLockRaces) {
  explore([] {
    std::shared_mutex mutex;
    int count = 0;
    const auto write = [&] {
      std::shared_lock lock(mutex);
      ++count;
    };
    std::jthread first(write);
    std::jthread second(write);
  });
}

TEST(SharedMutexWrong, TwoReadersThatBothUpgradeDeadlock) {
  explore([] {
    std::shared_mutex mutex;
    const auto upgrade = [&] {
      mutex.lock_shared();
      mutex.lock();  // waits for the other reader, who waits for this one
      mutex.unlock();
      mutex.unlock_shared();
    };
    std::jthread first(upgrade);
    std::jthread second(upgrade);
  });
}

}  // namespace
