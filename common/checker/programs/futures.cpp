// Promises, futures, async and packaged tasks, right and wrong. What each test
// comes to stands in expected.tsv.

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <stdexcept>
#include <thread>
#include <utility>

#include "checker/explore.hpp"

namespace {

using hb::explore;

TEST(Promise, HandsOverItsValueAndWhatCameBefore) {
  explore([] {
    std::promise<int> promise;
    auto future = promise.get_future();
    int data = 0;
    std::jthread giver([&] {
      data = 5;
      promise.set_value(1);
    });
    EXPECT_EQ(future.get(), 1);
    EXPECT_EQ(data, 5);
  });
}

TEST(Promise, CarriesAnException) {
  explore([] {
    std::promise<int> promise;
    auto future = promise.get_future();
    std::jthread giver([&] {
      promise.set_exception(
          std::make_exception_ptr(std::runtime_error("no value")));
    });
    EXPECT_THROW(future.get(), std::runtime_error);
  });
}

TEST(Promise, IsSharedByTwoFutures) {
  explore([] {
    std::promise<int> promise;
    const std::shared_future<int> shared = promise.get_future().share();
    std::jthread reader([shared] { EXPECT_EQ(shared.get(), 4); });
    promise.set_value(4);
    EXPECT_EQ(shared.get(), 4);
  });
}

TEST(PromiseWrong, BrokenItThrowsInAThread) {
  explore([] {
    std::future<int> future;
    {
      std::promise<int> promise;
      future = promise.get_future();
    }
    std::jthread taker([&] { future.get(); });
  });
}

TEST(PromiseWrong, NeverFulfilledDeadlocks) {
  explore([] {
    std::promise<int> promise;
    auto future = promise.get_future();
    std::jthread taker([&] { future.wait(); });
  });
}

TEST(PromiseWrong, FulfilledTwiceThrows) {
  explore([] {
    std::promise<void> promise;
    std::jthread first([&] { promise.set_value(); });
    promise.set_value();
  });
}

TEST(PromiseWrong, DataWrittenAfterTheValueRaces) {
  explore([] {
    std::promise<void> promise;
    auto future = promise.get_future();
    int data = 0;
    std::jthread giver([&] {
      promise.set_value();
      data = 5;
    });
    future.get();
    EXPECT_EQ(data, 5);
  });
}

TEST(Async, GivesTheResultOfAnotherThread) {
  explore([] {
    auto future = std::async(std::launch::async, [] { return 6; });
    EXPECT_EQ(future.get(), 6);
  });
}

TEST(Async, DeferredRunsInTheThreadThatAsks) {
  explore([] {
    auto future = std::async(std::launch::deferred,
                             [] { return std::this_thread::get_id(); });
    EXPECT_EQ(future.get(), std::this_thread::get_id());
  });
}

TEST(Async, CarriesAnException) {
  explore([] {
    auto future = std::async(std::launch::async, []() -> int {
      throw std::runtime_error("no value");
    });
    EXPECT_THROW(future.get(), std::runtime_error);
  });
}

TEST(AsyncWrong, ADiscardedFutureWaitsAtOnce) {
  explore([] {
    std::latch open(1);
    static_cast<void>(std::async(std::launch::async, [&] { open.wait(); }));
    open.count_down();  // too late: the line above waits for its own future
  });
}

TEST(AsyncWrong, TwoTasksAddToOneSum) {
  explore([] {
    int sum = 0;
    auto first = std::async(std::launch::async, [&] { sum += 1; });
    auto second = std::async(std::launch::async, [&] { sum += 2; });
    first.get();
    second.get();
    EXPECT_EQ(sum, 3);
  });
}

TEST(PackagedTask, GivesItsResultToTheFuture) {
  explore([] {
    std::packaged_task<int(int)> task([](int value) { return value + 1; });
    auto future = task.get_future();
    std::jthread worker(std::move(task), 4);
    EXPECT_EQ(future.get(), 5);
  });
}

TEST(PackagedTaskWrong, NeverRunLeavesItsFutureWaiting) {
  explore([] {
    std::packaged_task<int()> task([] { return 1; });
    auto future = task.get_future();
    EXPECT_EQ(future.get(), 1);
  });
}

}  // namespace
