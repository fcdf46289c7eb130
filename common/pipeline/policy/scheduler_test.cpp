#include "pipeline/policy/scheduler.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hb::pipeline {
namespace {

// Two large files, 0 and 1, of so many chunks, before so many small ones.
std::string order(SchedulerKind kind, int chunks, std::size_t small) {
  Scheduler scheduler(kind);
  scheduler.add(0, Scheduler::kLarge);
  scheduler.add(1, Scheduler::kLarge);
  for (std::size_t i = 0; i < small; ++i) scheduler.add(2 + i, 1);
  int left[] = {chunks, chunks};
  std::string seen;
  while (const auto turn = scheduler.next()) {
    if (turn->item >= 2) {
      seen += 's';
    } else if (turn->whole) {
      seen += turn->item == 0 ? 'A' : 'B';
    } else {
      seen += turn->item == 0 ? 'a' : 'b';
      if (--left[turn->item] > 0) scheduler.give_back(turn->item);
    }
  }
  return seen;
}

TEST(Scheduler, SimpleGoesInTheOrderOfTheInput) {
  Scheduler scheduler(SchedulerKind::simple);
  scheduler.add(0, Scheduler::kLarge);
  scheduler.add(1, 1);
  scheduler.add(2, Scheduler::kLarge);
  for (std::size_t expected = 0; expected < 3; ++expected) {
    const auto turn = scheduler.next();
    ASSERT_TRUE(turn);
    EXPECT_EQ(turn->item, expected);
    EXPECT_TRUE(turn->whole);
  }
  EXPECT_FALSE(scheduler.next());
}

TEST(Scheduler, FairGivesThreeSmallFilesForOneChunkOfALargeOne) {
  EXPECT_EQ(order(SchedulerKind::fair, 2, 9), "sssasssasssB");
}

TEST(Scheduler, FairTakesWhatIsThereWhenOneQueueIsEmpty) {
  EXPECT_EQ(order(SchedulerKind::fair, 1, 0), "AB");
  Scheduler scheduler(SchedulerKind::fair);
  for (std::size_t i = 0; i < 5; ++i) scheduler.add(i, 1);
  int turns = 0;
  while (scheduler.next()) ++turns;
  EXPECT_EQ(turns, 5);
}

TEST(Scheduler, ALargeFileIsFinishedBeforeTheNextIsBegun) {
  EXPECT_EQ(order(SchedulerKind::fair, 3, 12), "sssasssasssasssB");
}

TEST(Scheduler, TakesForLargeWhatItIsToldTo) {
  Scheduler scheduler(SchedulerKind::fair, 1000);
  scheduler.add(0, 1000);
  scheduler.add(1, 999);
  EXPECT_EQ(scheduler.next()->item, 1U);
  EXPECT_EQ(scheduler.next()->item, 0U);
}

}  // namespace
}  // namespace hb::pipeline
