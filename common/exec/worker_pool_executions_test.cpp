#include "exec/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <tuple>
#include <utility>

#include "checker/explore.hpp"

namespace hb::exec {
namespace {

WorkerPool::Builder one_worker() { return WorkerPool::builder().threads(1); }

TEST(WorkerPool, RunsEachTaskOnce) {
  explore([] {
    std::atomic<int> runs = 0;
    {
      WorkerPool pool(one_worker());
      EXPECT_TRUE(pool.post([&] { runs += 1; }));
      EXPECT_TRUE(pool.post([&] { runs += 10; }));
    }
    EXPECT_EQ(runs, 11);
  });
}

TEST(WorkerPool, RunsATaskOnOneOfTwoWorkers) {
  explore(
      [] {
        int runs = 0;
        {
          WorkerPool pool(WorkerPool::builder().threads(2).at_once(1));
          pool.post([&] { ++runs; });
        }
        EXPECT_EQ(runs, 1);
      },
      {.spurious = 0});
}

TEST(WorkerPool, HasDestroyedWhatATaskHeldBeforeItsHandleIsReady) {
  explore([] {
    WorkerPool pool(one_worker());
    const auto held = std::make_shared<int>();
    Handle<void> task = pool.submit([mine = held] {});
    EXPECT_EQ(task.get(), sync::Outcome::done);
    EXPECT_EQ(held.use_count(), 1);
  });
}

TEST(WorkerPool, IsIdleOnlyWhenWhatWasDroppedIsDestroyed) {
  explore(
      [] {
        WorkerPool pool(one_worker());
        auto held = std::make_shared<int>();
        const std::weak_ptr<int> watched = held;
        pool.post([mine = std::move(held)] {});
        std::jthread closer([&] { pool.close(Remaining::drop); });
        EXPECT_EQ(pool.wait_until_idle(), sync::Outcome::done);
        EXPECT_TRUE(watched.expired());
      },
      {.spurious = 0});
}

TEST(WorkerPool, GivesBackWhatATaskReturns) {
  explore([] {
    WorkerPool pool(one_worker());
    Handle<int> answer = pool.submit([] { return 42; });
    const sync::Expected<int> value = answer.get();
    EXPECT_TRUE(value && *value == 42);
  });
}

TEST(WorkerPool, ThrowsWhatATaskThrows) {
  explore([] {
    WorkerPool pool(one_worker());
    Handle<void> answer = pool.submit([] { throw 42; });
    int caught = 0;
    try {
      std::ignore = answer.get();
    } catch (int thrown) {
      caught = thrown;
    }
    EXPECT_EQ(caught, 42);
  });
}

TEST(WorkerPool, TellsTheHandleOfADroppedTask) {
  explore([] {
    std::optional<WorkerPool> pool(std::in_place, one_worker());
    bool ran = false;
    Handle<void> answer = pool->submit([&] { ran = true; });
    pool->close(Remaining::drop);
    EXPECT_FALSE(pool->post([] {}));
    const sync::Outcome outcome = answer.get();
    pool.reset();
    EXPECT_EQ(outcome, ran ? sync::Outcome::done : sync::Outcome::closed);
  });
}

// A request that comes while somebody sleeps is Signal's, and tested there.
TEST(WorkerPool, StopsWaitingWhenItIsAskedTo) {
  explore([] {
    WorkerPool pool(one_worker());
    std::stop_source stop;
    stop.request_stop();
    Signal go;
    Handle<void> answer = pool.submit([&] { std::ignore = go.wait(); });
    EXPECT_EQ(answer.get(stop.get_token()), sync::Outcome::stopped);
    EXPECT_EQ(pool.wait_until_idle(stop.get_token()), sync::Outcome::stopped);
    go.set();
  });
}

TEST(WorkerPool, IsIdleWhenAllTasksHaveEnded) {
  explore(
      [] {
        WorkerPool pool(one_worker());
        int runs = 0;
        pool.post([&] { ++runs; });
        pool.post([&] { ++runs; });
        EXPECT_EQ(pool.wait_until_idle(), sync::Outcome::done);
        EXPECT_EQ(runs, 2);
      },
      {.spurious = 0});
}

}  // namespace
}  // namespace hb::exec
