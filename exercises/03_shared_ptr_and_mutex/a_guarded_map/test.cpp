// Tests of 03a. The stacks are a function of the test, which may answer two
// desks differently.

#include "03_shared_ptr_and_mutex/a_guarded_map/catalogue.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::Catalogue;
using hb::explore;
using hb::kPriceOfAsking;
using hb::Region;
using hb::Statistics;

TEST(GuardedMap, FindsWhatWasEnteredUntilItIsWithdrawn) {
  explore([] {
    Catalogue catalogue;
    EXPECT_EQ(catalogue.find(1), std::nullopt);
    EXPECT_EQ(catalogue.shelf_of(1, [](int) { return 11; }), 11);
    EXPECT_EQ(catalogue.shelf_of(1, [](int) { return 12; }), 11);
    EXPECT_EQ(catalogue.find(1), 11);
    EXPECT_EQ(catalogue.statistics().asked, 1);

    catalogue.withdraw(1);
    EXPECT_EQ(catalogue.find(1), std::nullopt);
  });
}

TEST(GuardedMap, CanBeReadWhileARecordIsEntered) {
  explore([] {
    Catalogue catalogue;
    std::jthread desk([&] { catalogue.shelf_of(1, [](int) { return 11; }); });

    EXPECT_EQ(catalogue.find(1).value_or(11), 11);
  });
}

TEST(GuardedMap, CanBeReadWhileARecordIsWithdrawn) {
  explore([] {
    Catalogue catalogue;
    catalogue.shelf_of(1, [](int) { return 11; });
    std::jthread desk([&] { catalogue.withdraw(1); });

    EXPECT_EQ(catalogue.find(1).value_or(11), 11);
  });
}

TEST(GuardedMap, NamesOneShelfForOneRecord) {
  explore([] {
    Catalogue catalogue;
    int first = 0;
    std::jthread desk(
        [&] { first = catalogue.shelf_of(1, [](int) { return 11; }); });
    const int second = catalogue.shelf_of(1, [](int) { return 12; });

    desk.join();
    EXPECT_EQ(first, second);
    EXPECT_EQ(catalogue.find(1), first);
  });
}

TEST(GuardedMap, TwoDesksCanAskAtTheSameTime) {
  explore(
      [] {
        Catalogue catalogue;
        const auto look_up = [&](int record) {
          catalogue.shelf_of(record, [](int) {
            Region walk("ask the stacks");
            return 11;
          });
        };
        std::jthread first([&] { look_up(1); });
        std::jthread second([&] { look_up(2); });
      },
      {.can_overlap = {{"ask the stacks", "ask the stacks"}}});
}

TEST(GuardedMap, CountsEveryQuestionAlsoThoseAnsweredTooLate) {
  explore([] {
    Catalogue catalogue;
    int walks = 0;
    int walks_of_other = 0;
    std::jthread desk(
        [&] { catalogue.shelf_of(1, [&](int) { return ++walks_of_other; }); });
    catalogue.shelf_of(1, [&](int) { return ++walks; });

    desk.join();  // orders the read of its walks after them
    EXPECT_EQ(catalogue.statistics().asked, walks + walks_of_other);
  });
}

TEST(GuardedMap, AQuestionThatIsCountedHasItsAnswerEntered) {
  explore([] {
    Catalogue catalogue;
    std::jthread desk([&] { catalogue.shelf_of(1, [](int) { return 11; }); });

    if (catalogue.statistics().asked == 1) {
      EXPECT_EQ(catalogue.find(1), 11);
    }
  });
}

TEST(GuardedMap, StatisticsOnlyGrowAndBelongTogether) {
  explore([] {
    Catalogue catalogue;
    std::jthread first([&] { catalogue.shelf_of(1, [](int) { return 11; }); });
    std::jthread second([&] { catalogue.shelf_of(1, [](int) { return 12; }); });

    const Statistics earlier = catalogue.statistics();
    const Statistics later = catalogue.statistics();
    EXPECT_LE(earlier.asked, later.asked);
    EXPECT_EQ(later.cost, later.asked * kPriceOfAsking);
  });
}

}  // namespace
