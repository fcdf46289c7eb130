#include "sync/semaphore.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

namespace hb::sync {
namespace {

using namespace std::chrono_literals;

TEST(Semaphore, ThrowsForMorePermitsThanItHas) {
  Semaphore permits(2);
  EXPECT_THROW((void)permits.acquire(3), std::invalid_argument);
  EXPECT_EQ(permits.try_acquire(3).outcome(), Outcome::would_block);
  EXPECT_EQ(permits.available(), 2);
}

TEST(Semaphore, GivesAsManyPermitsAsItHas) {
  Semaphore permits(2);
  const Expected<Permit> one = permits.try_acquire();
  const Expected<Permit> two = permits.try_acquire();
  EXPECT_TRUE(one && two);
  EXPECT_EQ(permits.available(), 0);
  EXPECT_EQ(permits.try_acquire().outcome(), Outcome::would_block);
  EXPECT_EQ(permits.capacity(), 2);
}

TEST(Semaphore, LeavesAPermitThatIsMovedOntoItselfWithItsOwner) {
  Semaphore permits(1);
  Permit permit = *permits.acquire();
  Permit& same = permit;
  permit = std::move(same);
  EXPECT_TRUE(permit);
  EXPECT_EQ(permits.available(), 0);
}

// A steady clock may begin with the machine, and that an hour ago before it.
TEST(Semaphore, IsLateAtADeadlineBeforeTheClockBegan) {
  Semaphore permits(1);
  const auto permit = permits.acquire();
  const std::chrono::steady_clock::time_point began;
  EXPECT_EQ(permits.acquire_until(began - 1500ms).outcome(),
            Outcome::timed_out);
}

TEST(Semaphore, GetsThePermitBackWhenItsOwnerGoes) {
  Semaphore permits(1);
  { const auto permit = permits.acquire(); }
  EXPECT_TRUE(permits.all_returned());
  try {
    const auto permit = permits.acquire();
    throw std::runtime_error("work");
  } catch (const std::runtime_error&) {
  }
  EXPECT_TRUE(permits.all_returned());
}

TEST(Semaphore, LetsAPermitMoveIntoATask) {
  Semaphore permits(1);
  Permit permit = *permits.acquire();
  EXPECT_TRUE(permit);
  std::thread task([mine = std::move(permit)] {});
  EXPECT_FALSE(permit);
  task.join();
  EXPECT_TRUE(permits.all_returned());
}

TEST(Semaphore, GivesBackWhatIsMovedOverAndWhatIsReleasedEarly) {
  Semaphore permits(2);
  Permit one = *permits.acquire();
  one = *permits.acquire();
  EXPECT_EQ(permits.available(), 1);
  one.release();
  one.release();
  EXPECT_TRUE(permits.all_returned());
}

TEST(Semaphore, GivesSeveralAtOnceOrNone) {
  Semaphore permits(3);
  const auto two = permits.try_acquire(2);
  EXPECT_TRUE(two);
  EXPECT_EQ(permits.try_acquire(2).outcome(), Outcome::would_block);
  EXPECT_EQ(permits.available(), 1);
}

TEST(Semaphore, SaysWhyItGaveNone) {
  Semaphore permits(1);
  const auto held = permits.acquire();
  const auto soon = std::chrono::steady_clock::now() + 1ms;
  EXPECT_EQ(permits.acquire_until(soon).outcome(), Outcome::timed_out);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(permits.acquire(stop.get_token()).outcome(), Outcome::stopped);
  permits.close();
  EXPECT_EQ(permits.acquire().outcome(), Outcome::closed);
}

TEST(Semaphore, GivesNothingOnceClosedAndTakesBackWhatIsOut) {
  Semaphore permits(2);
  {
    const auto held = permits.acquire();
    permits.close();
    EXPECT_EQ(permits.try_acquire().outcome(), Outcome::closed);
  }
  EXPECT_TRUE(permits.all_returned());
}

TEST(Semaphore, PrefersAPermitToAStop) {
  Semaphore permits(1);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(permits.acquire(stop.get_token()));
}

}  // namespace
}  // namespace hb::sync
