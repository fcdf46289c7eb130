// Tests of 01a. A region is a named stretch of a thread's work; LetsTwoOverlap
// states that two threads can be inside it. Real threads that never were prove
// nothing, so it only leaves a note; LetsAllTasksMeet ends or hangs. No clock.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "01_threads_and_joining/a_join_all/run_all.hpp"

#include <gtest/gtest.h>

#include <latch>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::run_all;

TEST(JoinAll, ReturnsAfterEveryTask) {
  explore([] {
    int left = 0;
    int right = 0;
    run_all({[&] { left = 1; }, [&] { right = 2; }});

    EXPECT_EQ(left, 1);
    EXPECT_EQ(right, 2);
  });
}

TEST(JoinAll, LeavesNoThreadBehind) {
  explore([] { run_all({[] {}, [] {}}); });
}

TEST(JoinAll, AcceptsNoTasks) {
  explore([] { run_all({}); });
}

TEST(JoinAll, LetsTwoOverlap) {
  explore(
      [] {
        const auto task = [] { const hb::Region work("task"); };
        run_all({task, task});
      },
      {.can_overlap = {{"task", "task"}}});
}

TEST(JoinAll, LetsAllTasksMeet) {
  explore([] {
    std::latch all_are_here(3);  // opens when the third one arrives
    const auto task = [&] { all_are_here.arrive_and_wait(); };
    run_all({task, task, task});
  });
}

}  // namespace
