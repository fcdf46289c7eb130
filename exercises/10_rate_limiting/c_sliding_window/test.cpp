// Tests of 10c. No clock runs: a test says what time it is.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "10_rate_limiting/c_sliding_window/sliding_window.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "checker/explore.hpp"

namespace {

using namespace std::chrono_literals;
using hb::explore;
using hb::Region;
using hb::SlidingWindow;

const SlidingWindow::Clock::time_point kStart{24h};  // a full minute, and hour

TEST(SlidingWindow, AllowsAsManyAsTheLimit) {
  explore([] {
    SlidingWindow calls(2, 1min);
    EXPECT_TRUE(calls.allow(kStart));
    EXPECT_TRUE(calls.allow(kStart + 1s));
    EXPECT_FALSE(calls.allow(kStart + 2s));
  });
}

TEST(SlidingWindow, HasNoEdgeForABurst) {
  explore([] {
    SlidingWindow calls(2, 1min);
    calls.allow(kStart + 58s);
    calls.allow(kStart + 59s);
    EXPECT_FALSE(calls.allow(kStart + 60s));
    EXPECT_FALSE(calls.allow(kStart + 61s));
  });
}

TEST(SlidingWindow, ACallLeavesTheWindowWhenItIsAsOldAsTheWindow) {
  explore([] {
    SlidingWindow calls(1, 1min);
    calls.allow(kStart);
    EXPECT_FALSE(calls.allow(kStart + 1min - 1ns));
    EXPECT_TRUE(calls.allow(kStart + 1min));
  });
}

TEST(SlidingWindow, OneCallLeavesAtATime) {
  explore([] {
    SlidingWindow calls(2, 1min);
    calls.allow(kStart);
    calls.allow(kStart + 30s);
    EXPECT_TRUE(calls.allow(kStart + 60s));
    EXPECT_FALSE(calls.allow(kStart + 61s));
    EXPECT_TRUE(calls.allow(kStart + 90s));
  });
}

TEST(SlidingWindow, ARefusedCallDoesNotCount) {
  explore([] {
    SlidingWindow calls(1, 1min);
    calls.allow(kStart);
    calls.allow(kStart + 50s);
    EXPECT_TRUE(calls.allow(kStart + 60s));
  });
}

TEST(SlidingWindow, AnOlderTimeCountsAsTheLatest) {
  explore([] {
    SlidingWindow calls(2, 1min);
    calls.allow(kStart);
    calls.allow(kStart + 1s);
    calls.allow(kStart + 70s);
    EXPECT_TRUE(calls.allow(kStart + 50s));  // there is room at 70 s
    EXPECT_FALSE(calls.allow(kStart + 129s));
  });
}

TEST(SlidingWindow, TheLastCallGoesToOne) {
  explore([] {
    SlidingWindow calls(2, 1min);
    calls.allow(kStart);
    bool other_goes = false;
    std::jthread other([&] { other_goes = calls.allow(kStart + 1s); });
    const bool goes = calls.allow(kStart + 1s);
    other.join();
    EXPECT_NE(goes, other_goes);
  });
}

// Seventy calls: a deque has room for 64 before it asks for more.
TEST(SlidingWindow, AsksForNoMemory) {
  explore(
      [] {
        SlidingWindow calls(2, 1min);
        for (int minute = 0; minute < 70; ++minute) {
          const Region allow("allow");
          calls.allow(kStart + minute * 1min);
        }
      },
      {.budgets = {{.region = "allow", .locks = 1, .allocations = 0}}});
}

}  // namespace
