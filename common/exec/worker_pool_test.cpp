#include "exec/worker_pool.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace hb::exec {
namespace {

std::size_t stack_bytes_of_this_thread() {
  pthread_attr_t attributes;
  pthread_getattr_np(pthread_self(), &attributes);
  std::size_t bytes = 0;
  pthread_attr_getstacksize(&attributes, &bytes);
  pthread_attr_destroy(&attributes);
  return bytes;
}

TEST(WorkerPool, HasThreadsOfTheNameAndStackThatItIsBuiltWith) {
  WorkerPool pool = WorkerPool::builder()
                        .threads(8)
                        .name("pipeline-worker")
                        .stack_bytes(3 << 20)
                        .start();
  EXPECT_EQ(pool.threads(), 8U);
  EXPECT_EQ(*pool.submit(thread_name).get(), "pipeline-worker");
  // At least: the C library may give a larger one that was used before.
  EXPECT_GE(*pool.submit(stack_bytes_of_this_thread).get(), 3U << 20);
}

TEST(Thread, HasALargeStackWhereItIsAskedFor) {
  std::size_t bytes = 0;
  Thread({.stack_bytes = 64 << 20}, [&] {
    bytes = stack_bytes_of_this_thread();
  }).join();
  EXPECT_GE(bytes, 64U << 20);
}

TEST(Thread, CutsANameThatIsLongerThanTheSystemKeeps) {
  std::string name;
  Thread({.name = "a-pipeline-worker"}, [&] { name = thread_name(); }).join();
  EXPECT_EQ(name, "a-pipeline-work");
}

TEST(WorkerPool, RunsTasksInTheOrderInWhichTheyCame) {
  std::vector<int> order;
  {
    WorkerPool pool(1);
    for (int n = 0; n < 1000; ++n) pool.post([&, n] { order.push_back(n); });
  }
  std::vector<int> expected(1000);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

TEST(WorkerPool, RunsEachOfManyTasksOnce) {
  constexpr int kTasks = 10'000;
  std::atomic<int> sum = 0;
  WorkerPool pool(4);
  std::vector<Task> tasks;
  for (int n = 0; n < kTasks; ++n) {
    pool.post([&, n] { sum += n; });
    tasks.emplace_back([&, n] { sum += n; });
  }
  EXPECT_TRUE(pool.post_all(tasks));
  EXPECT_EQ(pool.wait_until_idle(), sync::Outcome::done);
  EXPECT_EQ(sum, kTasks * (kTasks - 1));
}

// Whoever is first takes two of the four at once. Its first waits for its
// second, which only the other worker can run.
TEST(WorkerPool, LetsAWorkerTakeWhatAnotherHasTakenAndNotBegun) {
  const auto soon = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  sync::Outcome waited = sync::Outcome::timed_out;
  {
    WorkerPool pool(2);
    Signal go;
    Task tasks[] = {[&] { waited = go.wait_until(soon); }, [&] { go.set(); },
                    [] {}, [] {}};
    pool.post_all(tasks);
  }
  EXPECT_EQ(waited, sync::Outcome::done);
}

TEST(WorkerPool, LetsATaskWaitForATaskThatItPosts) {
  WorkerPool pool(2);
  Handle<int> outer = pool.submit([&] {
    Handle<int> inner = pool.submit([] { return 42; });
    return *inner.get();
  });
  EXPECT_EQ(*outer.get(), 42);
}

TEST(WorkerPool, ThrowsWhatATaskThrowsWhereItsHandleIsAsked) {
  WorkerPool pool(1);
  Handle<int> answer =
      pool.submit([]() -> int { throw std::runtime_error("no such record"); });
  EXPECT_THROW(std::ignore = answer.get(), std::runtime_error);
}

TEST(WorkerPool, DestroysWhatATaskHoldsBeforeItIsIdle) {
  WorkerPool pool(1);
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> left = held;
  pool.post([held = std::move(held)] {});
  EXPECT_EQ(pool.wait_until_idle(), sync::Outcome::done);
  EXPECT_TRUE(left.expired());
}

TEST(WorkerPool, DropsWhatHasNotBegun) {
  std::array<Handle<void>, 10> later;
  Signal go;
  {
    WorkerPool pool(1);
    pool.post([&] { std::ignore = go.wait(); });
    for (Handle<void>& handle : later) handle = pool.submit([] {});
    pool.close(Remaining::drop);
    go.set();
    EXPECT_FALSE(pool.post([] {}));
  }
  for (Handle<void>& handle : later) {
    EXPECT_EQ(handle.get(), sync::Outcome::closed);
  }
}

TEST(Task, HoldsWhatCanOnlyBeMovedSmallOrLarge) {
  int sum = 0;
  Task small = [&sum, one = std::make_unique<int>(1)] { sum += *one; };
  Task large = [&sum, ten = std::make_unique<int>(10),
                more = std::array<int, 99>{}] { sum += *ten + more[0]; };
  Task moved = std::move(small);
  moved();
  small = std::move(large);
  small();
  EXPECT_EQ(sum, 11);
  EXPECT_FALSE(large);
}

}  // namespace
}  // namespace hb::exec
