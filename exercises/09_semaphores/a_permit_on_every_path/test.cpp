// Tests of 09a. A page is a function: it may throw, find nothing, or take its
// time, which a region stands for.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "09_semaphores/a_permit_on_every_path/scan.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Permits;
using hb::Region;
using hb::scan;

struct Jam {};  // not a std::exception

int read_in_a_while() {
  const Region reading("reading");
  return 7;
}

TEST(PermitOnEveryPath, ScansAPageAndGivesThePermitBack) {
  explore([] {
    Permits lamps(1);
    const auto dots = scan(lamps, [] { return 7; });
    EXPECT_EQ(dots, 7);
    EXPECT_EQ(lamps.available(), 1);
  });
}

TEST(PermitOnEveryPath, ABlankPageGivesThePermitBack) {
  explore([] {
    Permits lamps(1);
    EXPECT_EQ(scan(lamps, [] { return 0; }), std::nullopt);
    EXPECT_EQ(lamps.available(), 1);
  });
}

TEST(PermitOnEveryPath, AJamReachesTheCallerAndGivesThePermitBack) {
  explore([] {
    Permits lamps(1);
    EXPECT_THROW(scan(lamps, []() -> int { throw Jam{}; }), Jam);
    EXPECT_EQ(lamps.available(), 1);
  });
}

TEST(PermitOnEveryPath, HoldsAPermitWhileItReads) {
  explore([] {
    Permits lamps(2);
    scan(lamps, [&] {
      EXPECT_EQ(lamps.available(), 1);
      return 7;
    });
  });
}

TEST(PermitOnEveryPath, OneLampIsForOnePage) {
  explore(
      [] {
        Permits lamps(1);
        std::jthread other([&] { scan(lamps, read_in_a_while); });
        scan(lamps, read_in_a_while);
      },
      {.never_overlap = {{"reading", "reading"}}});
}

TEST(PermitOnEveryPath, TwoLampsAreForTwoPages) {
  explore(
      [] {
        Permits lamps(2);
        std::jthread other([&] { scan(lamps, read_in_a_while); });
        scan(lamps, read_in_a_while);
      },
      {.can_overlap = {{"reading", "reading"}}});
}

TEST(PermitOnEveryPath, WhoeverWaitsGoesOnAfterAJam) {
  explore([] {
    Permits lamps(1);
    std::jthread other([&] { scan(lamps, [] { return 7; }); });
    try {
      scan(lamps, []() -> int { throw Jam{}; });
    } catch (const Jam&) {
    }
  });
}

TEST(PermitOnEveryPath, ReadsNothingOnceClosed) {
  explore([] {
    Permits lamps(1);
    lamps.close();
    bool has_read = false;
    const auto read = [&] { return has_read = true, 7; };
    EXPECT_EQ(scan(lamps, read), std::nullopt);
    EXPECT_FALSE(has_read);
    EXPECT_EQ(lamps.available(), 1);
  });
}

TEST(PermitOnEveryPath, GivesBackWhatItHoldsWhenTheLampsAreClosed) {
  explore([] {
    Permits lamps(1);
    std::jthread other([&] { scan(lamps, [] { return 7; }); });
    std::jthread caretaker([&] { lamps.close(); });
    scan(lamps, [] { return 7; });
    other.join();
    EXPECT_EQ(lamps.available(), 1);
  });
}

}  // namespace
