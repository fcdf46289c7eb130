// Tests of 05a. A wait() that nobody ends hangs a test; how often a thread
// sleeps and looks is counted, not timed.

#include "05_condition_variables/a_event/event.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::Event;
using hb::explore;
using hb::Region;

TEST(Event, WaitReturnsAtOnceIfItHasHappened) {
  explore([] {
    Event event;
    EXPECT_FALSE(event.is_set());
    event.set();
    event.set();
    event.wait();
    EXPECT_TRUE(event.is_set());
  });
}

TEST(Event, NobodyGoesOnBeforeItHasHappened) {
  explore([] {
    Event event;
    int fonts = 0;  // neither locked nor atomic
    std::jthread loader([&] {
      fonts = 12;
      event.set();
    });

    event.wait();
    EXPECT_EQ(fonts, 12);
  });
}

TEST(Event, WakesEverybodyWhoWaits) {
  explore([] {
    Event event;
    std::jthread first([&] { event.wait(); });
    std::jthread second([&] { event.wait(); });
    event.set();
  });
}

TEST(Event, MayBeSetFromTwoThreads) {
  explore([] {
    Event event;
    std::jthread other([&] { event.set(); });
    event.set();
    event.wait();
  });
}

TEST(Event, WhoeverSeesItAlsoSeesWhatCameBefore) {
  explore([] {
    Event event;
    int fonts = 0;
    std::jthread loader([&] {
      fonts = 12;
      event.set();
    });

    if (event.is_set()) {
      EXPECT_EQ(fonts, 12);
    }
  });
}

// No spurious wake-ups: after one, a thread may sleep once more.
TEST(Event, AThreadThatWaitsSleepsOnce) {
  explore(
      [] {
        Event event;
        std::jthread printer([&] {
          Region wait("wait");
          event.wait();
        });
        event.set();
      },
      {.spurious = 0,
       // WHY four locks: a fast path may look before it waits, and a
       // condition_variable_any has a lock of its own.
       .budgets = {{.region = "wait",
                    .locks = 4,
                    .futex_waits = 1,
                    .polling_reads = 0}}});
}

}  // namespace
