#include "lesson/event.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace hb {
namespace {

using namespace std::chrono_literals;

TEST(Event, LetsThroughWhoeverWaitsForIt) {
  Event event;
  bool is_done = false;  // ordered by the event
  std::jthread waits([&] {
    event.wait();
    EXPECT_TRUE(is_done);
  });
  is_done = true;
  event.set();
}

TEST(Event, SaysWhetherItHasHappenedInTime) {
  Event event;
  EXPECT_FALSE(event.is_set());
  EXPECT_FALSE(event.wait_for(0s));
  event.set();
  EXPECT_TRUE(event.is_set());
  EXPECT_TRUE(event.wait_for(0s));
}

}  // namespace
}  // namespace hb
