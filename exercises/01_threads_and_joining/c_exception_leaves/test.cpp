// Tests of 01c. An exception that leaves a thread is the verdict `exception`,
// and it ends the test program: the tests after it are not run.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "01_threads_and_joining/c_exception_leaves/worker.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Worker;

TEST(ExceptionLeaves, JoinReturnsWhenNothingWasThrown) {
  explore([] {
    int pages = 0;
    Worker worker([&] { pages = 3; });

    worker.join();
    EXPECT_EQ(pages, 3);
  });
}

TEST(ExceptionLeaves, StartsAtOnce) {
  explore([] {
    std::atomic<bool> started = false;
    Worker worker([&] { started = true; });
    while (!started) {  // ends before anybody joins
    }
    worker.join();
  });
}

TEST(ExceptionLeaves, TheDestructorWaits) {
  explore([] {
    int pages = 0;
    {
      const Worker worker([&] { pages = 3; });
    }
    EXPECT_EQ(pages, 3);
  });
}

TEST(ExceptionLeaves, JoinThrowsWhatTheWorkThrew) {
  explore([] {
    Worker worker([] { throw std::out_of_range("page 7 is missing"); });
    EXPECT_THROW(worker.join(), std::out_of_range);
  });
}

TEST(ExceptionLeaves, AnyTypeCanBeThrown) {
  explore([] {
    Worker worker([] { throw 7; });
    EXPECT_THROW(worker.join(), int);
  });
}

TEST(ExceptionLeaves, TheDestructorDropsTheError) {
  explore([] { const Worker worker([] { throw std::exception(); }); });
}

}  // namespace
