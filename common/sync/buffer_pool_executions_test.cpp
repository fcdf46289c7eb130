#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <new>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include "checker/explore.hpp"
#include "sync/buffer_pool.hpp"

namespace hb::sync {
namespace {

void write(const Expected<Buffer>& buffer, int value) {
  buffer->data()[0] = static_cast<std::byte>(value);
  EXPECT_EQ(buffer->data()[0], static_cast<std::byte>(value));
}

std::unique_ptr<std::byte[]> fail_to_allocate(std::size_t) {
  throw std::bad_alloc();
}

std::unique_ptr<std::byte[]> allocate_slowly(std::size_t bytes) {
  Region region("allocation");
  return std::make_unique_for_overwrite<std::byte[]>(bytes);
}

TEST(BufferPool, GivesNoBufferToTwo) {
  explore([] {
    BufferPool pool({.bytes = 1, .keep = 1});
    std::jthread other([&] { write(pool.acquire(), 1); });
    write(pool.acquire(), 2);
    write(pool.acquire(), 3);
    other.join();
    EXPECT_EQ(pool.counts().in_use, 0U);
    EXPECT_EQ(pool.counts().kept, 1U);
  });
}

TEST(BufferPool, PassesTheOnlyBufferFromOneToTheNext) {
  explore([] {
    BufferPool pool({.bytes = 1, .keep = 1, .limit = 1});
    std::jthread one([&] { write(pool.acquire(), 1); });
    std::jthread two([&] { write(pool.acquire(), 2); });
    write(pool.acquire(), 3);
    one.join();
    two.join();
    EXPECT_EQ(pool.counts().allocated, 1U);
  });
}

TEST(BufferPool, IsLeftByWhoeverIsStopped) {
  explore([] {
    BufferPool pool({.bytes = 1, .keep = 1, .limit = 1});
    std::stop_source stop;
    Expected<Buffer> only = pool.acquire();
    std::jthread waiter([&] {
      const auto mine = pool.acquire(stop.get_token());
      EXPECT_TRUE(mine || mine.outcome() == Outcome::stopped);
    });
    stop.request_stop();
    { const Buffer gone = *std::move(only); }
    waiter.join();
    EXPECT_EQ(pool.counts().in_use, 0U);
  });
}

TEST(BufferPool, GetsItsBufferBackFromAChunkThatThrows) {
  explore([] {
    BufferPool pool({.bytes = 1, .keep = 1, .limit = 1});
    std::jthread other([&] { write(pool.acquire(), 1); });
    try {
      const auto buffer = pool.acquire();
      throw std::runtime_error("a bad chunk");
    } catch (const std::runtime_error&) {
    }
    other.join();
    EXPECT_EQ(pool.counts().in_use, 0U);
  });
}

TEST(BufferPool, LetsTheNextTryWhereOneCouldNotAllocate) {
  explore([] {
    BufferPool pool({.bytes = 1, .limit = 1, .allocate = fail_to_allocate});
    const auto try_it = [&] {
      EXPECT_THROW((void)pool.acquire(), std::bad_alloc);
    };
    std::jthread other(try_it);
    try_it();
    other.join();
    EXPECT_EQ(pool.counts().in_use, 0U);
    EXPECT_EQ(pool.counts().allocated, 0U);
  });
}

TEST(BufferPool, HoldsNoLockWhileItAllocates) {
  const auto body = [] {
    BufferPool pool({.bytes = 1, .allocate = allocate_slowly});
    std::jthread other([&] { write(pool.acquire(), 1); });
    write(pool.acquire(), 2);
  };
  explore(body, {.can_overlap = {{"allocation", "allocation"}}});
}

TEST(BufferPool, AllocatesNothingForAChunkInTheSteadyState) {
  const auto body = [] {
    BufferPool pool({.bytes = 1, .keep = 2});
    {
      const auto one = pool.acquire();
      const auto two = pool.acquire();
    }
    const auto chunk = [&](int value) {
      Region region("chunk");
      write(pool.acquire(), value);
    };
    std::jthread other([&] { chunk(1); });
    chunk(2);
  };
  explore(body,
          {.budgets = {{.region = "chunk", .locks = 2, .allocations = 0}}});
}

}  // namespace
}  // namespace hb::sync
