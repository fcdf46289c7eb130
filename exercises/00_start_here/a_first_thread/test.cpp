// Tests of 00a. explore() runs its body again and again, and reports the first
// run in which an EXPECT fails, two threads race, or the program cannot go on.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "00_start_here/a_first_thread/run_both.hpp"

#include <gtest/gtest.h>

#include <latch>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::run_both;

TEST(FirstThread, ReturnsAfterBothHaveEnded) {
  explore([] {
    int left = 0;
    int right = 0;
    run_both([&] { left = 1; }, [&] { right = 2; });

    EXPECT_EQ(left, 1);
    EXPECT_EQ(right, 2);
  });
}

TEST(FirstThread, LeavesNoThreadBehind) {
  explore([] { run_both([] {}, [] {}); });
}

TEST(FirstThread, LetsTheTwoMeet) {
  explore([] {
    std::latch both_are_here(2);  // opens when the second one arrives
    run_both([&] { both_are_here.arrive_and_wait(); },
             [&] { both_are_here.arrive_and_wait(); });
  });
}

}  // namespace
