#include "exec/parallel_map.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <iterator>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "exec/for_each_bounded.hpp"
#include "exec/when_all.hpp"

namespace hb::exec {
namespace {

std::vector<int> up_to(int count) {
  std::vector<int> values(static_cast<std::size_t>(count));
  std::iota(values.begin(), values.end(), 0);
  return values;
}

TEST(ParallelMap, GivesResultsInTheOrderOfTheValues) {
  WorkerPool pool(4);
  const auto squares =
      parallel_map(pool, up_to(1000), [](int n) { return n * n; });
  ASSERT_TRUE(squares);
  for (int n = 0; n < 1000; ++n) {
    EXPECT_EQ((*squares)[static_cast<std::size_t>(n)], n * n);
  }
}

TEST(ParallelMap, GivesNothingForNothing) {
  WorkerPool pool(2);
  const auto none = parallel_map(pool, up_to(0), [](int n) { return n; });
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
}

TEST(ParallelMap, MayBeCalledByATaskOfItsPool) {
  WorkerPool pool(1);
  Handle<int> sum = pool.submit([&] {
    const auto all = parallel_map(pool, up_to(10), [](int n) { return n; });
    return std::accumulate(all->begin(), all->end(), 0);
  });
  EXPECT_EQ(*sum.get(), 45);
}

TEST(ParallelMap, ThrowsTheFirstErrorAndBeginsNoMore) {
  WorkerPool pool(1);
  std::vector<int> begun;
  const auto body = [&](int n) {
    begun.push_back(n);
    if (n == 2) throw std::runtime_error("two");
  };
  EXPECT_THROW(std::ignore = parallel_map(pool, up_to(10), body),
               std::runtime_error);
  EXPECT_EQ(begun, up_to(3));
}

TEST(ParallelMap, TellsWhatRunsOfAnError) {
  WorkerPool pool(2);
  std::atomic<int> begun = 0;
  const auto body = [&](int n, std::stop_token stop) {
    // Both have begun before one fails.
    ++begun;
    while (begun < 2) std::this_thread::yield();
    if (n == 0) throw std::runtime_error("zero");
    while (!stop.stop_requested()) std::this_thread::yield();
  };
  EXPECT_THROW(std::ignore = parallel_map(pool, up_to(2), body),
               std::runtime_error);
}

TEST(ParallelMap, StopsWhenItsCallerIsAskedTo) {
  WorkerPool pool(2);
  std::stop_source stop;
  const auto body = [&](int n) {
    if (n == 3) stop.request_stop();
    return n;
  };
  EXPECT_EQ(parallel_map(pool, up_to(1000), body, stop.get_token()).outcome(),
            sync::Outcome::stopped);
}

TEST(ParallelMapAsCompleted, DeliversEachResultOnceOnTheCallersThread) {
  WorkerPool pool(4);
  std::vector<int> doubled(1000, -1);
  const std::thread::id caller = std::this_thread::get_id();
  const auto each = [&](std::size_t n, int result) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    EXPECT_EQ(doubled[n], -1);
    doubled[n] = result;
  };
  EXPECT_EQ(parallel_map_as_completed(
                pool, up_to(1000), [](int n) { return 2 * n; }, each),
            sync::Outcome::done);
  for (int n = 0; n < 1000; ++n) {
    EXPECT_EQ(doubled[static_cast<std::size_t>(n)], 2 * n);
  }
}

TEST(ForEachBounded, NeverHasMoreInFlightThanItsLimit) {
  WorkerPool pool(8);
  std::atomic<int> in_flight = 0;
  std::atomic<int> most = 0;
  std::atomic<int> sum = 0;
  const auto body = [&](int n) {
    const int now = ++in_flight;
    for (int seen = most;
         now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    sum += n;
    --in_flight;
  };
  EXPECT_EQ(for_each_bounded(pool, 3, up_to(1000), body), sync::Outcome::done);
  EXPECT_LE(most, 3);
  EXPECT_EQ(sum, 999 * 1000 / 2);
}

// Numbers as they are read, to be read once.
struct Numbers {
  std::istringstream& text;
  auto begin() const { return std::istream_iterator<int>(text); }
  auto end() const { return std::istream_iterator<int>(); }
};

TEST(ForEachBounded, ReadsWhatCanBeReadOnce) {
  WorkerPool pool(3);
  std::istringstream text("1 2 3 4 5");
  std::atomic<int> sum = 0;
  std::ignore =
      for_each_bounded(pool, 2, Numbers{text}, [&](int n) { sum += n; });
  EXPECT_EQ(sum, 15);
}

TEST(ForEachBounded, TakesNoValueBeforeItCanBeWorkedOn) {
  WorkerPool pool(1);
  std::istringstream text("1 2 3 4 5");
  const auto body = [&](int n) {
    if (n == 3) throw std::runtime_error("enough");
  };
  EXPECT_THROW(std::ignore = for_each_bounded(pool, 1, Numbers{text}, body),
               std::runtime_error);
  int next = 0;
  text >> next;
  EXPECT_EQ(next, 4);
}

TEST(WhenAll, GivesWhatAllReturn) {
  WorkerPool pool(2);
  const auto both = when_all(
      pool, {}, [] { return 1; }, [] { return std::string("two"); }, [] {});
  ASSERT_TRUE(both);
  EXPECT_EQ(std::get<0>(*both), 1);
  EXPECT_EQ(std::get<1>(*both), "two");
}

TEST(WhenAll, AsksTheOthersToStopAfterTheFirstError) {
  WorkerPool pool(2);
  std::atomic<bool> waits = false;
  const auto waiting = [&](std::stop_token stop) {
    waits = true;
    while (!stop.stop_requested()) std::this_thread::yield();
  };
  const auto failing = [&]() -> int {
    while (!waits) std::this_thread::yield();
    throw std::runtime_error("no such file");
  };
  EXPECT_THROW(std::ignore = when_all(pool, {}, waiting, failing),
               std::runtime_error);
}

}  // namespace
}  // namespace hb::exec
