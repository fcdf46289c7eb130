// Tests of 05b. Where a test needs to know who is asleep it runs in idle time:
// the clock moves only when every thread waits, so "a second later" means that
// nobody had anything left to do.

#include "05_condition_variables/b_bounded_buffer/bounded_buffer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::BoundedBuffer;
using hb::explore;
using hb::Region;
using hb::Time;

void let_everybody_fall_asleep() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
}

TEST(BoundedBuffer, GivesTheValuesInOrder) {
  explore([] {
    BoundedBuffer<int> buffer(2);
    buffer.put(1);
    buffer.put(2);
    EXPECT_EQ(buffer.take(), 1);
    buffer.put(3);
    EXPECT_EQ(buffer.take(), 2);
    EXPECT_EQ(buffer.take(), 3);
  });
}

TEST(BoundedBuffer, TakeWaitsForAValue) {
  explore([] {
    BoundedBuffer<int> buffer(1);
    std::jthread scanner([&] { buffer.put(7); });
    EXPECT_EQ(buffer.take(), 7);
  });
}

TEST(BoundedBuffer, PutWaitsForRoom) {
  explore([] {
    BoundedBuffer<int> buffer(1);
    std::jthread scanner([&] {
      buffer.put(1);
      buffer.put(2);
    });
    EXPECT_EQ(buffer.take(), 1);
    EXPECT_EQ(buffer.take(), 2);
  });
}

TEST(BoundedBuffer, HoldsNoMoreThanItsCapacity) {
  explore([] {
    BoundedBuffer<int> buffer(1);
    buffer.put(1);
    std::atomic<bool> is_taking = false;
    std::jthread scanner([&] {
      buffer.put(2);
      EXPECT_TRUE(is_taking.load()) << "both are in the buffer";
    });
    is_taking = true;
    EXPECT_EQ(buffer.take(), 1);
    EXPECT_EQ(buffer.take(), 2);
  });
}

TEST(BoundedBuffer, GivesOneRoomToOneOfTwoThatPut) {
  explore([] {
    BoundedBuffer<int> buffer(1);
    std::atomic<int> taking = 0;
    std::atomic<int> brought = 0;
    const auto bring = [&] {
      buffer.put(1);
      const int here = ++brought;
      EXPECT_LE(here, 1 + taking.load());
    };
    std::jthread one(bring);
    std::jthread two(bring);
    taking = 1;
    buffer.take();
  });
}

TEST(BoundedBuffer, ServesTwoThatTake) {
  explore([] {
    BoundedBuffer<int> buffer(2);
    int first = 0;
    int second = 0;
    {
      std::jthread one([&] { first = buffer.take(); });
      std::jthread two([&] { second = buffer.take(); });
      buffer.put(1);
      buffer.put(2);
    }
    EXPECT_EQ(first + second, 3);
  });
}

TEST(BoundedBuffer, ServesTwoThatPut) {
  explore([] {
    BoundedBuffer<int> buffer(1);
    std::jthread one([&] { buffer.put(1); });
    std::jthread two([&] { buffer.put(2); });
    const int first = buffer.take();
    EXPECT_EQ(first + buffer.take(), 3);
  });
}

TEST(BoundedBuffer, ServesTwoThatPutIntoTwoRooms) {
  explore(
      [] {
        BoundedBuffer<int> buffer(2);
        buffer.put(1);
        buffer.put(2);
        std::jthread one([&] { buffer.put(3); });
        std::jthread two([&] { buffer.put(4); });
        buffer.take();
        buffer.take();
      },
      {.spurious = 0});
}

// Three wait for one thing: a wake-up can go astray.
TEST(BoundedBuffer, ServesTwoThatTakeFromOneRoom) {
  explore(
      [] {
        BoundedBuffer<int> buffer(1);
        std::jthread one([&] { buffer.take(); });
        std::jthread two([&] { buffer.take(); });
        buffer.put(1);
        buffer.put(2);
      },
      {.spurious = 0});
}

TEST(BoundedBuffer, AValueWakesOneThatTakes) {
  explore(
      [] {
        BoundedBuffer<int> buffer(2);
        const auto take = [&] {
          Region region("take");
          buffer.take();
        };
        std::jthread one(take);
        std::jthread two(take);
        let_everybody_fall_asleep();
        buffer.put(1);
        let_everybody_fall_asleep();
        buffer.put(2);
      },
      {.spurious = 0,
       .time = Time::idle,
       .budgets = {{.region = "take", .futex_waits = 1}}});
}

TEST(BoundedBuffer, ARoomWakesOneThatPuts) {
  explore(
      [] {
        BoundedBuffer<int> buffer(1);
        buffer.put(1);
        const auto put = [&] {
          Region region("put");
          buffer.put(2);
        };
        std::jthread one(put);
        std::jthread two(put);
        let_everybody_fall_asleep();
        buffer.take();
        let_everybody_fall_asleep();
        buffer.take();
      },
      {.spurious = 0,
       .time = Time::idle,
       .budgets = {{.region = "put", .futex_waits = 1}}});
}

}  // namespace
