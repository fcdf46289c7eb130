// Tests of 05d. A clerk is the loop of the situation, around next(). The last
// three count how often a clerk sleeps and looks, or need to know who is
// asleep.

#include "05_condition_variables/d_the_non_solution/parcels.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Outcomes;
using hb::Parcels;
using hb::Region;
using hb::Time;

// Hands out all there are for this clerk. Returns how many that was.
int clerk(Parcels& parcels) {
  int count = 0;
  while (parcels.next()) ++count;
  return count;
}

void let_everybody_fall_asleep() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
}

TEST(TheNonSolution, HandsOutInTheOrderOfArrival) {
  explore([] {
    Parcels parcels(2);
    parcels.bring(1);
    parcels.bring(2);
    EXPECT_EQ(parcels.next(), 1);
    EXPECT_EQ(parcels.next(), 2);
    EXPECT_EQ(parcels.next(), std::nullopt);
    EXPECT_EQ(parcels.next(), std::nullopt);
  });
}

TEST(TheNonSolution, AClerkWaitsForWhatIsOnTheWay) {
  explore([] {
    Parcels parcels(2);
    std::jthread van([&] {
      parcels.bring(1);
      parcels.bring(2);
    });
    EXPECT_EQ(clerk(parcels), 2);
  });
}

TEST(TheNonSolution, EveryClerkGoesHome) {
  explore([] {
    Parcels parcels(1);
    std::jthread first([&] { clerk(parcels); });
    std::jthread second([&] { clerk(parcels); });
    parcels.bring(1);
    clerk(parcels);
  });
}

TEST(TheNonSolution, NoClerkWaitsIfNothingIsExpected) {
  explore([] {
    Parcels parcels(0);
    EXPECT_EQ(clerk(parcels), 0);
  });
}

// Which clerk hands out which parcel is open: 2 and 0, 1 and 1, 0 and 2.
TEST(TheNonSolution, EveryParcelIsHandedOutOnce) {
  Outcomes shares{{0, 2}, {1, 1}, {2, 0}};
  explore(
      [&] {
        Parcels parcels(2);
        int of_second = 0;
        std::jthread second([&] { of_second = clerk(parcels); });
        std::jthread van([&] {
          parcels.bring(1);
          parcels.bring(2);
        });
        const int of_first = clerk(parcels);
        second.join();
        shares.record({of_first, of_second});
      },
      {.spurious = 0, .outcomes = &shares});
}

// Idle time: a second later, everybody else is asleep.
TEST(TheNonSolution, EveryClerkWhoIsAsleepGoesHome) {
  explore(
      [] {
        Parcels parcels(1);
        std::jthread first([&] { clerk(parcels); });
        std::jthread second([&] { clerk(parcels); });
        std::jthread third([&] { clerk(parcels); });
        let_everybody_fall_asleep();
        parcels.bring(1);
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(TheNonSolution, AParcelGetsOneClerkUp) {
  explore(
      [] {
        Parcels parcels(2);
        const auto hand_out_one = [&] {
          Region wait("wait");
          EXPECT_TRUE(parcels.next());
        };
        std::jthread first(hand_out_one);
        std::jthread second(hand_out_one);
        for (int parcel : {1, 2}) {
          let_everybody_fall_asleep();
          parcels.bring(parcel);
        }
      },
      {.spurious = 0,
       .time = Time::idle,
       .budgets = {{.region = "wait", .futex_waits = 1}}});
}

// To fall asleep is to unlock, and to wake up is to lock again: two locks.
TEST(TheNonSolution, AClerkLooksOnceAndSleeps) {
  explore(
      [] {
        Parcels parcels(1);
        std::jthread van([&] { parcels.bring(1); });
        Region wait("wait");
        EXPECT_EQ(parcels.next(), 1);
      },
      {.spurious = 0,
       .budgets = {{.region = "wait",
                    .locks = 2,
                    .futex_waits = 1,
                    .polling_reads = 0}}});
}

}  // namespace
