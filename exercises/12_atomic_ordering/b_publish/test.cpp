// Tests of 12b: what a reader who has seen the flag may rely on.

#include "12_atomic_ordering/b_publish/bulletin.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::Bulletin;
using hb::explore;
using hb::Region;

TEST(Publish, ShowsNothingBeforeAndTheForecastAfter) {
  explore([] {
    Bulletin bulletin;
    EXPECT_FALSE(bulletin.look().has_value());
    bulletin.publish({.degrees = 21, .wind = 7});
    ASSERT_TRUE(bulletin.look().has_value());
    EXPECT_EQ(bulletin.look()->degrees, 21);
  });
}

TEST(Publish, ShowsAllOfTheForecastOrNone) {
  explore([] {
    Bulletin bulletin;
    std::jthread station([&] { bulletin.publish({21, 7}); });

    if (const auto forecast = bulletin.look()) {
      EXPECT_EQ(forecast->degrees, 21);
      EXPECT_EQ(forecast->wind, 7);
    }
  });
}

TEST(Publish, CarriesWhatWasWrittenBefore) {
  explore([] {
    Bulletin bulletin;
    int warnings = 0;  // neither locked nor atomic
    std::jthread station([&] {
      warnings = 3;
      bulletin.publish({21, 7});
    });

    if (bulletin.look()) {
      EXPECT_EQ(warnings, 3);
    }
  });
}

TEST(Publish, ShowsItToEveryDisplay) {
  explore([] {
    Bulletin bulletin;
    const auto display = [&] {
      const auto forecast = bulletin.look();
      EXPECT_EQ(forecast ? forecast->wind : 7, 7);
    };
    std::jthread one(display);
    std::jthread two(display);
    bulletin.publish({21, 7});
  });
}

TEST(Publish, AForecastThatIsThereStaysThere) {
  explore([] {
    Bulletin bulletin;
    std::jthread station([&] { bulletin.publish({21, 7}); });

    const bool was_there = bulletin.look().has_value();
    const bool is_there = bulletin.look().has_value();
    EXPECT_TRUE(is_there || !was_there);
  });
}

TEST(Publish, LooksWithoutALockOrAWait) {
  explore(
      [] {
        Bulletin bulletin;
        std::jthread station([&] { bulletin.publish({21, 7}); });
        const Region look("look");
        bulletin.look();
      },
      {.budgets = {
           {.region = "look", .locks = 0, .futex_waits = 0, .polling_reads = 0},
       }});
}

}  // namespace
