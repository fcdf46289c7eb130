// Tests of 06b. A plain int lies beside each fork; only who holds the fork may
// touch it, so a meal without a fork is a data race.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "06_deadlock_and_lock_order/b_philosophers/table.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Table;

TEST(Philosophers, EatOneAfterTheOtherAtATableOfTwo) {
  explore([] {
    Table table(2);
    int forks[2] = {};
    std::jthread other([&] { table.eat(1, [&] { ++forks[1], ++forks[0]; }); });
    table.eat(0, [&] { ++forks[0], ++forks[1]; });

    other.join();
    EXPECT_EQ(forks[0], 2);
    EXPECT_EQ(forks[1], 2);
  });
}

TEST(Philosophers, EndEveryDinnerOfThree) {
  explore([] {
    Table table(3);
    int forks[3] = {};
    {
      std::jthread one([&] { table.eat(0, [&] { ++forks[0], ++forks[1]; }); });
      std::jthread two([&] { table.eat(1, [&] { ++forks[1], ++forks[2]; }); });
      table.eat(2, [&] { ++forks[2], ++forks[0]; });
    }
    EXPECT_EQ(forks[0], 2);
    EXPECT_EQ(forks[1], 2);
    EXPECT_EQ(forks[2], 2);
  });
}

TEST(Philosophers, PutTheForksBackWhenTheMealThrows) {
  explore([] {
    Table table(2);
    const auto burnt = [] { throw std::runtime_error("burnt"); };
    EXPECT_THROW(table.eat(0, burnt), std::runtime_error);

    bool eaten = false;
    table.eat(1, [&] { eaten = true; });
    EXPECT_TRUE(eaten);
  });
}

TEST(Philosophers, EatAtTheSameTimeIfTheyShareNoFork) {
  explore(
      [] {
        Table table(4);
        const auto meal = [] { const hb::Region eats("meal"); };
        std::jthread opposite([&] { table.eat(2, meal); });
        table.eat(0, meal);
      },
      {.can_overlap = {{"meal", "meal"}}});
}

}  // namespace
