// Tests of 01a. A region is a named stretch of a thread's work; LetsTwoOverlap
// states that in some execution two threads are inside it. In LetsAllTasksMeet
// each task waits for the two others. No clock is asked.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "01_threads_and_joining/a_join_all/run_all.hpp"

#include <gtest/gtest.h>

#include <atomic>

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
    std::atomic<int> here = 0;
    const auto task = [&] {
      ++here;
      while (here < 3) {  // a latch does this too, in many more executions
      }
    };
    run_all({task, task, task});
  });
}

}  // namespace
