#include "pipeline/metrics/thread_shards.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "pipeline/metrics/owned_count.hpp"

namespace hb::pipeline {
namespace {

std::int64_t total_of(const ThreadShards<OwnedCount>& shards) {
  std::int64_t sum = 0;
  shards.for_each([&](const OwnedCount& count) { sum += count.read(); });
  return sum;
}

TEST(ThreadShards, AreTheSameForAThreadAsLongAsItRuns) {
  ThreadShards<OwnedCount> one;
  ThreadShards<OwnedCount> other;
  OwnedCount& mine = one.mine();
  EXPECT_NE(&other.mine(), &mine);
  EXPECT_EQ(&one.mine(), &mine);
}

TEST(ThreadShards, AreOneAThreadWhileThreadsRun) {
  ThreadShards<OwnedCount> shards;
  std::latch all_have_one(3);
  const auto take = [&] {
    shards.mine().add(1);
    all_have_one.arrive_and_wait();
  };
  {
    std::jthread first(take);
    std::jthread second(take);
    take();
  }
  EXPECT_EQ(shards.size(), 3U);
  EXPECT_EQ(total_of(shards), 3);
}

TEST(ThreadShards, GoToTheNextThreadWithWhatTheyCounted) {
  ThreadShards<OwnedCount> shards;
  for (int thread = 0; thread < 20; ++thread) {
    std::jthread([&] { shards.mine().add(1); }).join();
  }
  EXPECT_EQ(shards.size(), 1U);
  EXPECT_EQ(total_of(shards), 20);
}

TEST(ThreadShards, OfPoolsThatEndedDoNotStayWithTheThread) {
  auto first = std::make_unique<ThreadShards<OwnedCount>>();
  first->mine().add(7);
  first.reset();
  ThreadShards<OwnedCount> second;
  second.mine().add(1);
  EXPECT_EQ(total_of(second), 1);
}

}  // namespace
}  // namespace hb::pipeline
