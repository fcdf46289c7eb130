// Tests of 07c. With one consumer, `handle` runs on one thread and consume()
// joins it: no lock is needed. With two, what `handle` changes is atomic.
//
// Where two tests meet the same waits, one of them asks for spurious wake-ups:
// each of those multiplies the executions.

#include "07_channels/c_poison_pills/consume.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>

#include "checker/explore.hpp"

namespace {

using hb::consume;
using hb::explore;

TEST(PoisonPills, HandlesTheValuesInOrder) {
  explore([] {
    std::vector<int> handled;
    consume({1, 2}, 1, [&](int value) { handled.push_back(value); });

    EXPECT_EQ(handled, (std::vector<int>{1, 2}));
  });
}

TEST(PoisonPills, TakesNoNumberForAPill) {
  explore(
      [] {
        constexpr int kLeast = std::numeric_limits<int>::min();
        constexpr int kMost = std::numeric_limits<int>::max();
        int handled = 0;
        consume({0, -1, kLeast, kMost}, 1, [&](int) { ++handled; });

        EXPECT_EQ(handled, 4);
      },
      {.spurious = 0});
}

TEST(PoisonPills, EndsEveryConsumer) {
  explore([] {
    consume({}, 2, [](int) { ADD_FAILURE() << "nothing was sent"; });
  });  // a consumer that waits for ever hangs the test
}

TEST(PoisonPills, HandlesAValueOnce) {
  explore(
      [] {
        std::atomic<int> handled = 0;
        consume({7}, 2, [&](int) { ++handled; });

        EXPECT_EQ(handled, 1);
      },
      {.spurious = 0});
}

// Who handles the 1 waits for the other one. A latch would say it better; its
// steps make twelve times as many executions.
TEST(PoisonPills, LetsTwoConsumersWorkAtTheSameTime) {
  explore(
      [] {
        std::atomic<bool> other_handles = false;
        consume({1, 2}, 2, [&](int value) {
          if (value == 2) other_handles = true;
          while (!other_handles) {
          }
        });
      },
      {.spurious = 0});
}

}  // namespace
