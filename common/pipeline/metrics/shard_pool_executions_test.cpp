#include "pipeline/metrics/shard_pool.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <thread>

#include "checker/explore.hpp"
#include "pipeline/metrics/owned_count.hpp"

namespace hb::pipeline {
namespace {

using Pool = ShardPool<OwnedCount>;

std::int64_t sum_of(const Pool& pool) {
  std::int64_t sum = 0;
  pool.for_each([&](const OwnedCount& count) { sum += count.read(); });
  return sum;
}

void count_once(Pool& pool) {
  OwnedCount& mine = pool.take();
  mine.add(1);
  pool.give_back(mine);
}

TEST(ShardPool, LosesNoCountOfThreadsThatTakeOneAfterTheOther) {
  explore([] {
    Pool pool;
    {
      std::jthread first([&] { count_once(pool); });
      std::jthread second([&] { count_once(pool); });
    }
    EXPECT_EQ(sum_of(pool), 2);
  });
}

TEST(ShardPool, GivesAShardToOneThreadAtATime) {
  explore([] {
    Pool pool;
    pool.give_back(pool.take());
    OwnedCount* theirs = nullptr;
    std::jthread other([&] { theirs = &pool.take(); });
    const OwnedCount* mine = &pool.take();
    other.join();
    EXPECT_NE(mine, theirs);
    EXPECT_EQ(pool.size(), 2U);
  });
}

TEST(ShardPool, IsReadWhileItsOwnersCount) {
  explore([] {
    Pool pool;
    std::jthread owner([&] {
      OwnedCount& mine = pool.take();
      mine.add(1);
      mine.add(1);
    });
    const std::int64_t first = sum_of(pool);
    const std::int64_t second = sum_of(pool);
    EXPECT_LE(first, second);
    EXPECT_LE(second, 2);
    owner.join();
    EXPECT_EQ(sum_of(pool), 2);
  });
}

struct WatchedGauge {
  OwnedCount most;
  OwnedCount updates;
  OwnedCount sum;
};

TEST(OwnedCount, ShowsAnAverageThatIsNotAboveTheMaximum) {
  explore([] {
    WatchedGauge gauge;
    std::jthread owner([&] {
      for (const std::int64_t value : {1, 3}) {
        gauge.most.raise_to(value);
        gauge.updates.add(1);
        gauge.sum.add(value);
      }
    });
    const std::int64_t sum = gauge.sum.read();
    const std::int64_t updates = gauge.updates.read();
    const std::int64_t most = gauge.most.read();
    EXPECT_LE(sum, updates * most);
  });
}

}  // namespace
}  // namespace hb::pipeline
