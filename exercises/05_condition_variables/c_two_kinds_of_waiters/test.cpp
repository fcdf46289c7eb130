// Tests of 05c. The main thread is the office and, where a test needs one more
// worker, that worker as well. Two tests run in idle time: "a second later"
// means that everybody else was asleep.

#include "05_condition_variables/c_two_kinds_of_waiters/task_list.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Region;
using hb::TaskList;
using hb::Time;

void let_everybody_fall_asleep() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
}

TEST(TwoKindsOfWaiters, GivesOutTheTasksInOrder) {
  explore([] {
    TaskList list;
    list.wait_until_done();
    list.add(1);
    list.add(2);
    EXPECT_EQ(list.take(), 1);
    EXPECT_EQ(list.take(), 2);
    list.finish();
    list.finish();
    list.wait_until_done();
  });
}

TEST(TwoKindsOfWaiters, DoneMeansFinishedAndNotTaken) {
  explore([] {
    TaskList list;
    int result = 0;  // neither locked nor atomic
    list.add(1);
    std::jthread worker([&] {
      result = 10 * list.take();
      list.finish();
    });

    list.wait_until_done();
    EXPECT_EQ(result, 10);
  });
}

TEST(TwoKindsOfWaiters, GivesATaskToOneOfTwoWorkers) {
  explore([] {
    TaskList list;
    int first = 0;
    int second = 0;
    {
      std::jthread one([&] { first = list.take(); });
      std::jthread two([&] { second = list.take(); });
      list.add(1);
      list.add(2);
    }
    EXPECT_EQ(first + second, 3);
  });
}

TEST(TwoKindsOfWaiters, TheOfficeMayWaitWhileATaskIsAdded) {
  explore([] {
    TaskList list;
    std::jthread worker([&] {
      list.take();
      list.finish();
    });
    std::jthread desk([&] { list.add(1); });

    list.wait_until_done();
  });
}

TEST(TwoKindsOfWaiters, ATaskGetsAWorkerUpAlsoWhileTheOfficeWaits) {
  explore([] {
    TaskList list;
    list.add(1);
    list.take();  // and works on it
    std::jthread office([&] { list.wait_until_done(); });
    std::jthread worker([&] {
      EXPECT_EQ(list.take(), 2);
      list.finish();
    });
    list.add(2);
    list.finish();
  });
}

TEST(TwoKindsOfWaiters, TheLastEndGetsEverybodyUpWhoWaitsForIt) {
  explore([] {
    TaskList list;
    list.add(1);
    std::jthread office([&] { list.wait_until_done(); });
    std::jthread porter([&] { list.wait_until_done(); });
    list.take();
    list.finish();
  });
}

TEST(TwoKindsOfWaiters, ATaskGetsOneWorkerUp) {
  explore(
      [] {
        TaskList list;
        const auto work = [&] {
          Region take("take");
          list.take();
        };
        std::jthread one(work);
        std::jthread two(work);
        let_everybody_fall_asleep();
        list.add(1);
        let_everybody_fall_asleep();
        list.add(2);
      },
      {.spurious = 0,
       .time = Time::idle,
       .budgets = {{.region = "take", .futex_waits = 1}}});
}

TEST(TwoKindsOfWaiters, OnlyTheLastEndGetsTheOfficeUp) {
  explore(
      [] {
        TaskList list;
        list.add(1);
        list.add(2);
        std::jthread office([&] {
          Region wait("wait until done");
          list.wait_until_done();
        });
        for (int i = 0; i < 2; ++i) {
          let_everybody_fall_asleep();
          list.take();
          list.finish();
        }
      },
      {.spurious = 0,
       .time = Time::idle,
       .budgets = {{.region = "wait until done", .futex_waits = 1}}});
}

}  // namespace
