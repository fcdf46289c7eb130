// Tests of 11b. The file is a text, and reading fills as much of the buffer as
// its size allows, as read() of every system does.

#include "11_buffer_reuse/b_two_kinds_of_buffer/buffer_pool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "checker/explore.hpp"

namespace {

using hb::Buffer;
using hb::BufferPool;
using hb::explore;
using hb::Region;

// Reads into `buffer`, and returns how many bytes; 0 is the end of the file.
std::size_t read_some(std::string_view& file, Buffer& buffer) {
  const std::size_t count = std::min(file.size(), buffer.size());
  std::copy_n(file.begin(), count, buffer.begin());
  file.remove_prefix(count);
  return count;
}

TEST(TwoKindsOfBuffer, CopiesTheWholeFile) {
  explore([] {
    BufferPool pool(1, 4);
    std::string_view file = "a page of text";
    std::string copy;
    for (bool ended = false; !ended;) {
      Buffer buffer = pool.acquire();
      const std::size_t count = read_some(file, buffer);
      copy.append(buffer.data(), count);
      ended = count == 0;
      pool.release(std::move(buffer));
    }
    EXPECT_EQ(copy, "a page of text");
  });
}

TEST(TwoKindsOfBuffer, AShortChunkLeavesNoShortBuffer) {
  explore([] {
    BufferPool pool(1, 4);
    Buffer buffer = pool.acquire();
    buffer.resize(1);  // the last chunk of a file
    pool.release(std::move(buffer));
    EXPECT_EQ(pool.acquire().size(), 4u);
  });
}

TEST(TwoKindsOfBuffer, ABufferThatHasGrownIsNotKept) {
  explore([] {
    BufferPool pool(1, 4);
    Buffer buffer = pool.acquire();
    buffer.resize(5);  // a byte too many
    const std::size_t grown = buffer.capacity();
    pool.release(std::move(buffer));
    buffer = pool.acquire();
    EXPECT_EQ(buffer.size(), 4u);
    EXPECT_LT(buffer.capacity(), grown);
  });
}

TEST(TwoKindsOfBuffer, ABufferWithoutMemoryTakesNoOthersPlace) {
  explore([] {
    BufferPool pool(1, 4);
    Buffer first = pool.acquire(), second = pool.acquire();
    const char* const memory = second.data();
    const Buffer kept = std::move(first);
    pool.release(std::move(first));
    pool.release(std::move(second));
    EXPECT_EQ(pool.acquire().data(), memory);
  });
}

TEST(TwoKindsOfBuffer, AllocatesNothingOnceTheBuffersExist) {
  explore(
      [] {
        BufferPool pool(1, 4);
        pool.release(pool.acquire());
        for (int chunk = 0; chunk < 2; ++chunk) {
          Region region("a chunk");
          Buffer buffer = pool.acquire();
          buffer.resize(1);
          pool.release(std::move(buffer));
        }
      },
      {.budgets = {{.region = "a chunk", .allocations = 0}}});
}

TEST(TwoKindsOfBuffer, TakingBackNeverAllocates) {
  explore(
      [] {
        BufferPool pool(1, 4);
        Buffer first = pool.acquire(), second = pool.acquire();
        Buffer grown = pool.acquire();
        grown.resize(64);
        Region region("release");
        pool.release(std::move(grown));
        pool.release(std::move(first));
        pool.release(std::move(second));
      },
      {.budgets = {{.region = "release", .allocations = 0}}});
}

TEST(TwoKindsOfBuffer, TwoThreadsCopyWithOnePool) {
  explore([] {
    BufferPool pool(1, 4);
    pool.release(pool.acquire());
    const auto copy_a_chunk = [&](std::string_view file) {
      Buffer buffer = pool.acquire();
      EXPECT_EQ(read_some(file, buffer), 4u);
      EXPECT_TRUE(file.empty());
      pool.release(std::move(buffer));
    };
    std::jthread other([&] { copy_a_chunk("text"); });
    copy_a_chunk("page");
  });
}

}  // namespace
