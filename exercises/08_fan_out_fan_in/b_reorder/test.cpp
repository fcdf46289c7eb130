// Tests of 08b. What `write` changes needs no lock: one thread writes at a
// time, and each after the one before.

#include "08_fan_out_fan_in/b_reorder/ordered_writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::OrderedWriter;
using hb::Time;

TEST(Reorder, WritesInOrderWhicheverComesFirst) {
  explore([] {
    std::vector<int> numbers{0, 1, 2};
    do {
      std::vector<int> written;
      OrderedWriter writer([&](int value) { written.push_back(value); });
      for (int number : numbers) {
        writer.put(static_cast<std::size_t>(number), 10 + number);
      }
      EXPECT_EQ(written, (std::vector<int>{10, 11, 12}));
    } while (std::next_permutation(numbers.begin(), numbers.end()));
  });
}

TEST(Reorder, WritesAValueAsSoonAsAllBeforeItAre) {
  explore([] {
    int written = 0;
    OrderedWriter writer([&](int) { ++written; });
    writer.put(0, 10);
    EXPECT_EQ(written, 1);
    writer.put(2, 12);
    EXPECT_EQ(written, 1);
    writer.put(1, 11);
    EXPECT_EQ(written, 3);
  });
}

TEST(Reorder, KeepsTheOrderOfTwoWorkers) {
  explore([] {
    std::vector<int> written;
    OrderedWriter writer([&](int value) { written.push_back(value); });
    {
      std::jthread one([&] { writer.put(1, 11); });
      writer.put(0, 10);
    }
    EXPECT_EQ(written, (std::vector<int>{10, 11}));
  });
}

TEST(Reorder, KeepsTheOrderOfThreeWorkers) {
  explore([] {
    std::vector<int> written;
    OrderedWriter writer([&](int value) { written.push_back(value); });
    {
      std::jthread one([&] { writer.put(1, 11); });
      std::jthread two([&] { writer.put(2, 12); });
      writer.put(0, 10);
    }
    EXPECT_EQ(written, (std::vector<int>{10, 11, 12}));
  });
}

TEST(Reorder, LeavesAValueWhileAnotherThreadWrites) {
  explore([] {
    std::atomic<bool> is_left = false;
    OrderedWriter writer([&](int value) {
      while (value == 10 && !is_left) {
      }
    });
    std::jthread one([&] {
      writer.put(1, 11);
      is_left = true;
    });
    writer.put(0, 10);
  });
}

// The clock moves only when every worker waits, so the delays decide who is
// next: a different order of completion for each seed.
TEST(Reorder, WritesInOrderUnderRandomDelays) {
  for (unsigned seed = 0; seed < 5; ++seed) {
    explore(
        [seed] {
          std::vector<int> written;
          OrderedWriter writer([&](int value) { written.push_back(value); });
          {
            const auto work = [&](unsigned first) {
              std::minstd_rand random(seed * 3 + first + 1);
              for (unsigned i = first; i < 9; i += 3) {
                const auto delay = std::chrono::microseconds(random() % 1000);
                std::this_thread::sleep_for(delay);
                writer.put(i, static_cast<int>(i));
              }
            };
            std::jthread one(work, 1);
            std::jthread two(work, 2);
            work(0);
          }
          EXPECT_EQ(written, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8}));
        },
        {.time = Time::idle});
  }
}

}  // namespace
