// Tests of 02a. Two doors are enough: what goes wrong with many goes wrong with
// two. On real threads two updates rarely meet, hence the many runs.

#include "02_data_races/a_lost_update/visit_counter.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <set>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::VisitCounter;

TEST(LostUpdate, NumbersVisitorsFromOne) {
  explore([] {
    VisitCounter counter;
    EXPECT_EQ(counter.count(), 0);
    EXPECT_EQ(counter.enter(), 1);
    EXPECT_EQ(counter.enter(), 2);
    EXPECT_EQ(counter.count(), 2);
  });
}

TEST(LostUpdate, CountsEveryVisitor) {
  explore(
      [] {
        VisitCounter counter;
        const auto open_door = [&] {
          counter.enter();
          counter.enter();
        };
        {
          std::jthread north(open_door);
          std::jthread south(open_door);
        }  // both doors are closed: their threads are joined
        EXPECT_EQ(counter.count(), 4);
      },
      {.runs = 1000});
}

TEST(LostUpdate, GivesNoNumberTwice) {
  explore(
      [] {
        VisitCounter counter;
        int numbers[4] = {};
        {
          std::jthread north([&] {
            numbers[0] = counter.enter();
            numbers[1] = counter.enter();
          });
          std::jthread south([&] {
            numbers[2] = counter.enter();
            numbers[3] = counter.enter();
          });
        }
        EXPECT_EQ(std::set(std::begin(numbers), std::end(numbers)),
                  (std::set{1, 2, 3, 4}));
      },
      {.runs = 2000});
}

TEST(LostUpdate, CanBeReadWhileVisitorsEnter) {
  explore([] {
    VisitCounter counter;
    std::jthread door([&] { counter.enter(); });

    const int seen = counter.count();
    EXPECT_TRUE(seen == 0 || seen == 1) << "seen " << seen;
  });
}

}  // namespace
