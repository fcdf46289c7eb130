// Tests of 09b. A job is open from the call of next() that made it until it has
// run; the tests count the open ones.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "09_semaphores/b_acquire_before_spawn/run_all.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Job;
using hb::Permits;
using hb::Region;
using hb::run_all;

// As many jobs as it says, all alike.
struct Jobs {
  int left;
  Job job;
  Job operator()() { return left-- > 0 ? job : Job{}; }
};

TEST(AcquireBeforeSpawn, RunsEveryJob) {
  explore([] {
    Permits permits(2);
    std::atomic<int> run = 0;
    EXPECT_EQ(run_all(permits, Jobs{2, [&] { ++run; }}), 2);
    EXPECT_EQ(run.load(), 2);
  });
}

TEST(AcquireBeforeSpawn, OpensNoMoreJobsThanThereArePermits) {
  explore([] {
    Permits permits(1);
    std::atomic<int> open = 0;
    Jobs jobs{2, [&] { --open; }};
    run_all(permits, [&] {
      Job job = jobs();
      if (job) {
        EXPECT_EQ(++open, 1);
      }
      return job;
    });
  });
}

TEST(AcquireBeforeSpawn, AsksForAJobWithAPermitInHand) {
  explore([] {
    Permits permits(1);
    run_all(permits, [&] {
      EXPECT_EQ(permits.available(), 0);
      return Job{};
    });
  });
}

TEST(AcquireBeforeSpawn, LetsAsManyRunAsThereArePermits) {
  explore(
      [] {
        Permits permits(2);
        run_all(permits, Jobs{2, [] { const Region job("job"); }});
      },
      {.can_overlap = {{"job", "job"}}});
}

TEST(AcquireBeforeSpawn, EveryJobHasEndedWhenItReturns) {
  explore([] {
    Permits permits(1);
    int result = 0;  // neither locked nor atomic
    run_all(permits, Jobs{1, [&] { result = 7; }});
    EXPECT_EQ(result, 7);
  });
}

TEST(AcquireBeforeSpawn, EveryPermitIsBackWhenItReturns) {
  explore([] {
    Permits permits(2);
    run_all(permits, Jobs{1, [] {}});
    EXPECT_EQ(permits.available(), 2);
  });
}

TEST(AcquireBeforeSpawn, StartsNothingOnceClosed) {
  explore([] {
    Permits permits(1);
    permits.close();
    const auto next = [] {
      ADD_FAILURE() << "opens a file";
      return Job{};
    };
    EXPECT_EQ(run_all(permits, next), 0);
    EXPECT_EQ(permits.available(), 1);
  });
}

TEST(AcquireBeforeSpawn, AJobMayBeTheLast) {
  explore([] {
    Permits permits(1);
    EXPECT_EQ(run_all(permits, Jobs{2, [&] { permits.close(); }}), 1);
    EXPECT_EQ(permits.available(), 1);
  });
}

TEST(AcquireBeforeSpawn, SharesThePermitsWithOthers) {
  explore(
      [] {
        Permits permits(1);
        std::jthread other([&] {
          permits.acquire();
          { const Region elsewhere("elsewhere"); }
          permits.release();
        });
        run_all(permits, Jobs{1, [] { const Region job("job"); }});
      },
      {.never_overlap = {{"job", "elsewhere"}}});
}

}  // namespace
