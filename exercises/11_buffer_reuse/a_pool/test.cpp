// Tests of 11a. Making a buffer is a function of the test, which counts. What
// acquire() and release() allocate is counted by the checker.

#include "11_buffer_reuse/a_pool/buffer_pool.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <utility>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::Buffer;
using hb::BufferPool;
using hb::explore;
using hb::Region;

Buffer make_buffer() { return Buffer(4); }

TEST(Pool, GivesOutWhatCameBack) {
  explore([] {
    int made = 0;
    BufferPool pool(1, [&] {
      ++made;
      return make_buffer();
    });
    Buffer first = pool.acquire();
    const char* const memory = first.data();
    pool.release(std::move(first));
    const Buffer again = pool.acquire();
    EXPECT_EQ(again.data(), memory);

    const Buffer other = pool.acquire();
    EXPECT_EQ(made, 2);
  });
}

TEST(Pool, KeepsNoMoreThanItsCapacity) {
  explore([] {
    int made = 0;
    BufferPool pool(2, [&] {
      ++made;
      return make_buffer();
    });
    Buffer first = pool.acquire(), second = pool.acquire();
    Buffer third = pool.acquire();
    pool.release(std::move(first));
    pool.release(std::move(second));
    pool.release(std::move(third));
    first = pool.acquire();
    second = pool.acquire();
    EXPECT_EQ(made, 3) << "two have come back";
    third = pool.acquire();
    EXPECT_EQ(made, 4) << "the third was one too many";
  });
}

TEST(Pool, AllocatesNothingOnceTheBuffersExist) {
  explore(
      [] {
        BufferPool pool(2, make_buffer);
        pool.release(pool.acquire());
        for (int chunk = 0; chunk < 2; ++chunk) {
          Region region("a chunk");
          pool.release(pool.acquire());
        }
      },
      {.budgets = {{.region = "a chunk", .allocations = 0}}});
}

// As many as a deque has no room for before it asks for more.
TEST(Pool, TakingBackNeverAllocates) {
  explore(
      [] {
        BufferPool pool(24, make_buffer);
        std::vector<Buffer> out;
        for (int chunk = 0; chunk < 24; ++chunk) out.push_back(pool.acquire());
        Region region("release");
        for (Buffer& buffer : out) pool.release(std::move(buffer));
      },
      {.budgets = {{.region = "release", .allocations = 0}}});
}

TEST(Pool, TwoThreadsNeverHaveTheSameBuffer) {
  explore([] {
    BufferPool pool(2, make_buffer);
    pool.release(make_buffer());
    const auto copy_a_chunk = [&](char value) {
      Buffer buffer = pool.acquire();
      buffer.front() = value;
      pool.release(std::move(buffer));
    };
    std::jthread other([&] { copy_a_chunk('b'); });
    copy_a_chunk('a');
  });
}

TEST(Pool, OfTwoThatComeBackAtOnceAFullPoolKeepsOne) {
  explore([] {
    int made = 0;
    BufferPool pool(1, [&] {
      ++made;
      return make_buffer();
    });
    Buffer first = pool.acquire(), second = pool.acquire();
    std::jthread other([&] { pool.release(std::move(first)); });
    pool.release(std::move(second));

    other.join();
    first = pool.acquire();
    second = pool.acquire();
    EXPECT_EQ(made, 3);
  });
}

TEST(Pool, TwoThreadsCanMakeBuffersAtTheSameTime) {
  explore(
      [] {
        BufferPool pool(2, [] {
          Region region("make");
          return make_buffer();
        });
        std::jthread other([&] { pool.acquire(); });
        pool.acquire();
      },
      {.can_overlap = {{"make", "make"}}});
}

}  // namespace
