// Tests of 09d. One test runs in idle time: the clock moves only when every
// thread waits, so "a second later" means that nobody had anything left to do.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "09_semaphores/d_from_cv/semaphore.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Region;
using hb::Semaphore;
using hb::Time;

void let_everybody_fall_asleep() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
}

TEST(FromCv, CountsItsPermits) {
  explore([] {
    Semaphore semaphore(2);
    semaphore.acquire();
    EXPECT_TRUE(semaphore.try_acquire());
    EXPECT_FALSE(semaphore.try_acquire());
    semaphore.release();
    EXPECT_TRUE(semaphore.try_acquire());
    semaphore.release(2);
    semaphore.acquire();
    EXPECT_TRUE(semaphore.try_acquire());
    EXPECT_FALSE(semaphore.try_acquire());
  });
}

TEST(FromCv, AcquireWaitsForAPermit) {
  explore([] {
    Semaphore semaphore(0);
    int letter = 0;  // neither locked nor atomic
    std::jthread writer([&] {
      letter = 7;
      semaphore.release();
    });
    semaphore.acquire();
    EXPECT_EQ(letter, 7);
  });
}

TEST(FromCv, TryAcquireSeesWhatWasWrittenBefore) {
  explore([] {
    Semaphore semaphore(0);
    int letter = 0;  // neither locked nor atomic
    std::jthread writer([&] {
      letter = 7;
      semaphore.release();
    });
    if (semaphore.try_acquire()) {
      EXPECT_EQ(letter, 7);
    }
  });
}

TEST(FromCv, OnePermitLetsOneIn) {
  explore(
      [] {
        Semaphore semaphore(1);
        const auto visit = [&] {
          semaphore.acquire();
          { const Region inside("inside"); }
          semaphore.release();
        };
        std::jthread other(visit);
        visit();
      },
      {.never_overlap = {{"inside", "inside"}}});
}

TEST(FromCv, TwoPermitsLetTwoIn) {
  explore(
      [] {
        Semaphore semaphore(2);
        const auto visit = [&] {
          semaphore.acquire();
          { const Region inside("inside"); }
          semaphore.release();
        };
        std::jthread other(visit);
        visit();
      },
      {.can_overlap = {{"inside", "inside"}}});
}

TEST(FromCv, TheLastPermitGoesToOne) {
  explore([] {
    Semaphore semaphore(1);
    bool other_has_it = false;
    std::jthread other([&] { other_has_it = semaphore.try_acquire(); });
    const bool has_it = semaphore.try_acquire();
    other.join();
    EXPECT_NE(has_it, other_has_it);
  });
}

TEST(FromCv, TwoReleasesLetTwoIn) {
  explore(
      [] {
        Semaphore semaphore(0);
        std::jthread one([&] { semaphore.acquire(); });
        std::jthread two([&] { semaphore.acquire(); });
        semaphore.release();
        semaphore.release();
      },
      {.spurious = 0});
}

TEST(FromCv, AReleaseOfTwoLetsTwoIn) {
  explore(
      [] {
        Semaphore semaphore(0);
        std::jthread one([&] { semaphore.acquire(); });
        std::jthread two([&] { semaphore.acquire(); });
        semaphore.release(2);
      },
      {.spurious = 0});
}

TEST(FromCv, WhoAcquiresTheLastPermitMayDestroyIt) {
  explore([] {
    auto semaphore = std::make_unique<Semaphore>(0);
    std::jthread other([&last = *semaphore] { last.release(); });
    semaphore->acquire();
    semaphore.reset();
  });
}

TEST(FromCv, APermitGetsOneUp) {
  explore(
      [] {
        Semaphore semaphore(0);
        const auto visit = [&] {
          const Region acquire("acquire");
          semaphore.acquire();
        };
        std::jthread one(visit);
        std::jthread two(visit);
        let_everybody_fall_asleep();
        semaphore.release();
        let_everybody_fall_asleep();
        semaphore.release();
      },
      {.spurious = 0,
       .time = Time::idle,
       .budgets = {{.region = "acquire", .futex_waits = 1}}});
}

// To fall asleep is to unlock, and to wake up is to lock again: two locks.
TEST(FromCv, WhoWaitsLooksOnceAndSleeps) {
  explore(
      [] {
        Semaphore semaphore(0);
        std::jthread other([&] { semaphore.release(); });
        const Region acquire("acquire");
        semaphore.acquire();
      },
      {.spurious = 0,
       .budgets = {{.region = "acquire",
                    .locks = 2,
                    .futex_waits = 1,
                    .polling_reads = 0}}});
}

}  // namespace
