#include "exec/parallel_processor.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace hb::exec {
namespace {

struct CountingLimiter {
  sync::Outcome acquire(std::stop_token stop) {
    if (stop.stop_requested()) return sync::Outcome::stopped;
    ++acquired;
    return sync::Outcome::done;
  }
  std::atomic<int> acquired = 0;
};

std::vector<int> pages(int count) {
  std::vector<int> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

std::string download(int page) {
  if (page % 10 == 3) throw std::runtime_error("page " + std::to_string(page));
  return "text of " + std::to_string(page);
}

TEST(ParallelProcessor, ProcessesWithThirtyWorkersALimitAndProgress) {
  std::vector<std::size_t> seen;
  CountingLimiter limit;  // of 150 a minute, say
  ParallelProcessor processor(
      {.max_workers = 30,
       .on_progress = [&](const Statistics& s) { seen.push_back(s.ended()); }},
      limit);
  const auto results = processor.process(pages(100), download);

  ASSERT_EQ(results.size(), 100U);
  EXPECT_EQ(results[42].value, "text of 42");
  EXPECT_FALSE(results[43].value);
  EXPECT_THROW(std::rethrow_exception(results[43].error), std::runtime_error);
  EXPECT_EQ(limit.acquired, 100);
  EXPECT_EQ(processor.statistics().succeeded, 90U);
  EXPECT_EQ(processor.statistics().failed, 10U);
  std::vector<std::size_t> one_to_hundred(100);
  std::iota(one_to_hundred.begin(), one_to_hundred.end(), 1U);
  EXPECT_EQ(seen, one_to_hundred);
}

TEST(ParallelProcessor, TellsOfEachResult) {
  ParallelProcessor processor({.max_workers = 4});
  std::vector<int> told(50, 0);
  std::ignore = processor.process(
      pages(50), [](int page) { return page; },
      [&](std::size_t n, const Processed<int>& result) {
        told[n] += *result.value == static_cast<int>(n) ? 1 : 100;
      });
  EXPECT_EQ(told, std::vector<int>(50, 1));
}

TEST(ParallelProcessor, LeavesItemsAfterAStop) {
  std::stop_source stop;
  CountingLimiter limit;
  ParallelProcessor processor({.max_workers = 1}, limit);
  const auto results = processor.process(
      pages(5),
      [&](int page) {
        if (page == 1) stop.request_stop();
      },
      stop.get_token());
  EXPECT_TRUE(results[1].value);
  EXPECT_FALSE(results[2].value);
  EXPECT_EQ(results[2].error, nullptr);
  EXPECT_EQ(processor.statistics().items, 5U);
  EXPECT_EQ(processor.statistics().ended(), 2U);
}

}  // namespace
}  // namespace hb::exec
