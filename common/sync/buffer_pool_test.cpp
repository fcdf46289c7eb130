#include "sync/buffer_pool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

namespace hb::sync {
namespace {

TEST(BufferPool, GivesAUsedBufferAsLargeAsAFreshOne) {
  BufferPool pool({.bytes = 100, .keep = 1});
  const std::byte* first = nullptr;
  {
    const Expected<Buffer> fresh = pool.acquire();
    ASSERT_EQ(fresh->size(), 100U);
    first = fresh->data();
  }
  const Expected<Buffer> used = pool.acquire();
  EXPECT_EQ(used->data(), first);
  EXPECT_EQ(used->size(), 100U);
}

TEST(BufferPool, KeepsNoMoreThanItWasTold) {
  BufferPool pool({.bytes = 8, .keep = 2});
  {
    const auto one = pool.acquire();
    const auto two = pool.acquire();
    const auto three = pool.acquire();
    EXPECT_EQ(pool.counts().in_use, 3U);
  }
  EXPECT_EQ(pool.counts().in_use, 0U);
  EXPECT_EQ(pool.counts().kept, 2U);
}

TEST(BufferPool, AllocatesNothingOnceTheWorkHasStarted) {
  BufferPool pool({.bytes = 1'000, .keep = 4});
  {
    std::vector<std::jthread> workers;
    for (int worker = 0; worker < 4; ++worker) {
      workers.emplace_back([&] {
        for (int chunk = 0; chunk < 1'000; ++chunk) {
          Expected<Buffer> buffer = pool.acquire();
          std::ranges::fill(buffer->bytes(), std::byte{7});
        }
      });
    }
  }
  EXPECT_LE(pool.counts().allocated, 4U);
}

TEST(BufferPool, HandsOutNoMoreThanTheLimit) {
  BufferPool pool({.bytes = 8, .limit = 1});
  Expected<Buffer> only = pool.try_acquire();
  ASSERT_TRUE(only);
  EXPECT_EQ(pool.try_acquire().outcome(), Outcome::would_block);
  { const Buffer gone = *std::move(only); }
  EXPECT_TRUE(pool.try_acquire());
}

TEST(BufferPool, StopsWaitingWhenItIsToldTo) {
  BufferPool pool({.bytes = 8, .limit = 1});
  const auto only = pool.acquire();
  std::jthread waiter([&](std::stop_token stop) {
    EXPECT_EQ(pool.acquire(stop).outcome(), Outcome::stopped);
  });
}

TEST(Buffer, GivesBackWhatItHadWhenAnotherIsAssigned) {
  BufferPool pool({.bytes = 8, .keep = 2});
  Expected<Buffer> one = pool.acquire();
  Expected<Buffer> two = pool.acquire();
  *one = *std::move(two);
  EXPECT_EQ(pool.counts().in_use, 1U);
  EXPECT_EQ(two->size(), 0U);
  EXPECT_EQ(one->size(), 8U);
}

}  // namespace
}  // namespace hb::sync
