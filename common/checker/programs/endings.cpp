// Bodies that end in another way than by returning: each is the verdict of its
// test and never the end of the program. What each comes to stands in
// expected.tsv.

#undef NDEBUG
#include <gtest/gtest.h>

#include <atomic>
#include <cassert>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <thread>

#include "checker/explore.hpp"
#include "checker/programs/escape.hpp"

namespace {

using hb::explore;
using hb::programs::escaped;

TEST(Exception, CaughtInItsThreadIsNobodyElses) {
  explore([] {
    std::atomic<int> caught = 0;
    const auto work = [&] {
      try {
        throw std::runtime_error("outer");
      } catch (const std::exception& outer) {
        ++caught;
        try {
          throw 5;
        } catch (int) {
          ++caught;
        }
        EXPECT_STREQ(outer.what(), "outer");
      }
    };
    std::jthread first(work);
    std::jthread second(work);
    first.join();
    second.join();
    EXPECT_EQ(caught.load(), 4);
  });
}

TEST(ExceptionWrong, EscapesFromAThread) {
  explore(
      [] { std::jthread thread([] { throw std::runtime_error("boom"); }); });
}

TEST(ExceptionWrong, EscapesFromTheBody) {
  explore([] { throw std::runtime_error("boom"); });
}

TEST(ExceptionWrong, EscapesOnlyInOneInterleaving) {
  explore([] {
    std::atomic<bool> flag = false;
    std::jthread thread([&] {
      if (flag.load()) throw std::runtime_error("boom");
    });
    flag.store(true);
  });
}

void throws() { throw std::runtime_error("boom"); }
void promises_not_to_throw() noexcept { throws(); }

TEST(TerminateWrong, AnExceptionMeetsNoexcept) {
  explore([] { std::jthread thread([] { promises_not_to_throw(); }); });
}

TEST(TerminateWrong, Abort) {
  explore([] { std::jthread thread([] { std::abort(); }); });
}

TEST(TerminateWrong, AJoinableThreadIsDestroyed) {
  explore([] { std::thread thread([] {}); });
}

TEST(AssertWrong, FailsInAThread) {
  explore([] { std::jthread thread([] { assert(1 + 1 == 3); }); });
}

TEST(Expect, HoldsInAThread) {
  explore([] {
    std::atomic<int> value = 0;
    std::jthread writer([&] { value = 1; });
    std::jthread reader([&] { EXPECT_LE(value.load(), 1); });
  });
}

TEST(ExpectWrong, FailsInSomeExecutions) {
  explore([] {
    std::atomic<int> value = 0;
    std::jthread writer([&] { value = 1; });
    EXPECT_EQ(value.load(), 0);
  });
}

TEST(ExpectWrong, AFatalOneEndsTheExecutionToo) {
  explore([] {
    std::atomic<int> value = 0;
    std::jthread writer([&] { value = 1; });
    ASSERT_EQ(value.load(), 0);
  });
}

TEST(ExitWrong, InTheBody) {
  explore([] { std::exit(0); });
}

TEST(ExitWrong, InAThreadOfOneInterleaving) {
  explore([] {
    std::atomic<bool> flag = false;
    std::jthread thread([&] {
      if (flag.load()) std::_Exit(0);
    });
    flag.store(true);
  });
}

TEST(CrashWrong, WritesThroughANullPointer) {
  explore([] { std::jthread thread([] { *escaped<int>(nullptr) = 1; }); });
}

struct Unset {
  int* number;
};

TEST(CrashWrong, ReadsThroughAPointerThatWasNeverSet) {
  explore([] {
    const auto* unset = escaped(new Unset);
    *escaped(unset->number) = 1;
    delete unset;
  });
}

int depth_of(int depth) {
  if (*escaped(&depth) < 0) return 0;
  return 1 + depth_of(depth / 2);
}

TEST(CrashWrong, RecursesWithoutEnd) {
  explore([] { std::jthread thread([] { EXPECT_GE(depth_of(1), 0); }); });
}

}  // namespace
