// Tests of 11c. Who has which buffer is seen by its address; what is used after
// it was freed, or freed twice, the checker sees.

#include "11_buffer_reuse/c_returned_twice/buffer_pool.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <thread>
#include <utility>

#include "checker/explore.hpp"

namespace {

using hb::Buffer;
using hb::BufferPool;
using hb::explore;
using hb::Region;
using Lease = BufferPool::Lease;

void expect_two_buffers(BufferPool& pool) {
  const Lease first = pool.acquire(), second = pool.acquire();
  (*first)[0] = 'a';
  (*second)[0] = 'b';
  EXPECT_EQ((*first)[0], 'a') << "two have one buffer";
}

TEST(ReturnedTwice, ABufferComesBackWhenItsLeaseEnds) {
  explore([] {
    BufferPool pool(1);
    const Buffer* first = nullptr;
    {
      const Lease lease = pool.acquire();
      first = &*lease;
    }
    EXPECT_EQ(&*pool.acquire(), first);
  });
}

TEST(ReturnedTwice, AMovedLeaseGivesBackOnce) {
  explore([] {
    BufferPool pool(2);
    {
      Lease reader = pool.acquire();
      const Lease writer = std::move(reader);
      EXPECT_FALSE(reader.has_buffer());
    }
    expect_two_buffers(pool);
  });
}

TEST(ReturnedTwice, WhatWasGivenBackEarlyIsNotGivenBackAgain) {
  explore([] {
    BufferPool pool(2);
    {
      Lease lease = pool.acquire();
      lease.give_back();
      EXPECT_FALSE(lease.has_buffer());
      lease.give_back();
    }
    expect_two_buffers(pool);
  });
}

TEST(ReturnedTwice, AnAssignedLeaseGivesBackWhatItHad) {
  explore([] {
    BufferPool pool(1);
    Lease lease = pool.acquire();
    const Buffer* const first = &*lease;
    Lease other = pool.acquire();
    const Buffer* const second = &*other;
    lease = std::move(other);
    EXPECT_EQ(&*lease, second);
    EXPECT_EQ(&*pool.acquire(), first);
  });
}

TEST(ReturnedTwice, AFullPoolFreesABufferOnce) {
  explore([] {
    BufferPool pool(0);
    Lease reader = pool.acquire();
    const Lease writer = std::move(reader);
  });
}

TEST(ReturnedTwice, ABufferIsCopiedBeforeItGoesBack) {
  explore([] {
    BufferPool pool(1);
    Lease lease = pool.acquire();
    (*lease)[0] = 'a';
    std::jthread other([&] {
      const Lease mine = pool.acquire();
      (*mine)[0] = 'b';
    });
    EXPECT_EQ(lease.copy_and_give_back()[0], 'a');
    EXPECT_FALSE(lease.has_buffer());
  });
}

TEST(ReturnedTwice, ABufferMayComeBackFromAnotherThread) {
  explore([] {
    BufferPool pool(2);
    Lease filled = pool.acquire();
    (*filled)[0] = 'a';
    std::jthread writer([lease = std::move(filled)] {
      [[maybe_unused]] const volatile char written = (*lease)[0];
    });
    const Lease next = pool.acquire();
    (*next)[0] = 'b';
  });
}

TEST(ReturnedTwice, TwoThreadsGiveBackAtTheSameTime) {
  explore([] {
    BufferPool pool(2);
    Lease first = pool.acquire(), second = pool.acquire();
    std::jthread other([&] { first.give_back(); });
    second.give_back();
  });
}

TEST(ReturnedTwice, GivingBackNeverAllocates) {
  explore(
      [] {
        BufferPool pool(1);
        Lease first = pool.acquire(), second = pool.acquire();
        Region region("give back");
        first.give_back();
        second.give_back();
      },
      {.budgets = {{.region = "give back", .allocations = 0}}});
}

TEST(ReturnedTwice, ALeaseMayOutliveThePool) {
  explore([] {
    std::optional<BufferPool> pool(1);
    const Lease lease = pool->acquire();
    pool.reset();
    (*lease)[0] = 'a';
  });
}

}  // namespace
