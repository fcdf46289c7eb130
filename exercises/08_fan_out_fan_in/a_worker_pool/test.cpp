// Tests of 08a. Two tasks that must run at the same time meet: the first waits
// for the second. Where tests meet the same waits, one of them asks for
// spurious wake-ups: each of those multiplies the executions.

#include "08_fan_out_fan_in/a_worker_pool/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Region;
using hb::run_all;
using hb::Task;
using hb::Time;
using hb::WorkerPool;

TEST(WorkerPool, GivesTheResultOfATask) {
  explore([] {
    WorkerPool pool(1);
    EXPECT_EQ(pool.submit([] { return 42; }).get(), 42);
  });
}

TEST(WorkerPool, GivesWhatATaskThrew) {
  explore([] {
    WorkerPool pool(1);
    EXPECT_THROW(pool.submit([]() -> int { throw 7; }).get(), int);
  });
}

TEST(WorkerPool, ATaskRunsBesideWhoeverSubmittedIt) {
  explore([] {
    std::atomic<bool> is_submitted = false;
    WorkerPool pool(1);
    pool.submit([&] {
      while (!is_submitted) {
      }
      return 0;
    });
    is_submitted = true;
  });
}

TEST(WorkerPool, RunsAllThatWasSubmittedBeforeItEnds) {
  explore([] {
    std::vector<int> ran;  // one worker: no lock is needed
    {
      WorkerPool pool(1);
      pool.submit([&] { return ran.push_back(1), 0; });
      pool.submit([&] { return ran.push_back(2), 0; });
    }
    EXPECT_EQ(ran, (std::vector<int>{1, 2}));
  });
}

TEST(WorkerPool, EndsWithoutATask) {
  explore([] { WorkerPool pool(2); });
}

TEST(WorkerPool, RunsTwoTasksAtTheSameTime) {
  explore(
      [] {
        std::atomic<bool> other_runs = false;
        WorkerPool pool(2);
        pool.submit([&] {
          while (!other_runs) {
          }
          return 0;
        });
        pool.submit([&] { return other_runs = true, 0; });
      },
      {.spurious = 0});
}

TEST(WorkerPool, RunsNoMoreTasksThanItHasWorkers) {
  explore(
      [] {
        const Task task = [] {
          const Region runs("task");
          return 0;
        };
        WorkerPool pool(1);
        pool.submit(task);
        pool.submit(task);
      },
      {.spurious = 0, .never_overlap = {{"task", "task"}}});
}

TEST(WorkerPool, ATaskMaySubmitATask) {
  explore(
      [] {
        int ran = 0;
        {
          WorkerPool pool(1);
          pool.submit([&] {
            pool.submit([&] { return ++ran; });
            return 0;
          });
        }
        EXPECT_EQ(ran, 1);
      },
      {.spurious = 0});
}

TEST(WorkerPool, RunAllGivesTheResultsInTheOrderOfTheTasks) {
  explore(
      [] {
        WorkerPool pool(1);
        const Task one = [] { return 1; };
        const Task two = [] { return 2; };
        EXPECT_EQ(run_all(pool, {one, two}), (std::vector<int>{1, 2}));
      },
      {.spurious = 0});
}

// In idle time the clock moves only when every thread waits, so that a task of
// one second and one of two take two: beside each other; one by one, three.
using std::chrono::seconds;
using std::chrono::steady_clock;

Task lasting(seconds time) {
  return [time] { return std::this_thread::sleep_for(time), 0; };
}

TEST(WorkerPool, RunAllKeepsTwoWorkersBusy) {
  explore(
      [] {
        WorkerPool pool(2);
        std::this_thread::sleep_for(seconds(1));
        const auto begin = steady_clock::now();
        run_all(pool, {lasting(seconds(1)), lasting(seconds(2))});
        EXPECT_LT(steady_clock::now() - begin, seconds(3)) << "one by one";
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(WorkerPool, WhoeverIsFreeTakesTheNextTask) {
  explore(
      [] {
        WorkerPool pool(2);
        std::this_thread::sleep_for(seconds(1));
        pool.submit(lasting(seconds(9)));
        std::this_thread::sleep_for(seconds(1));
        pool.submit([] { return 0; });
        std::this_thread::sleep_for(seconds(1));
        const auto begin = steady_clock::now();
        pool.submit([] { return 0; }).get();
        EXPECT_EQ(steady_clock::now() - begin, seconds(0));
      },
      {.spurious = 0, .time = Time::idle});
}

}  // namespace
