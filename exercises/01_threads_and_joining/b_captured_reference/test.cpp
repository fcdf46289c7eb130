// Tests of 01b. The thread sums after go.count_down(), and what the test does
// before that has happened by then: nothing here depends on who is faster.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "01_threads_and_joining/b_captured_reference/sum_later.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <memory>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Report;
using hb::sum_later;

TEST(CapturedReference, HandsTheThreadToTheCaller) {
  explore([] {
    std::latch go(1);
    const std::vector<int> numbers{1, 2, 3};
    const std::jthread adder = sum_later(go, numbers, [](int) {});

    EXPECT_TRUE(adder.joinable());
    go.count_down();
  });
}

TEST(CapturedReference, SumsTheNumbersAfterGo) {
  explore([] {
    std::latch go(1);
    int sum = 0;
    const std::vector<int> numbers{1, 2, 3};
    std::jthread adder = sum_later(go, numbers, [&](int s) { sum = s; });

    EXPECT_EQ(sum, 0);
    go.count_down();
    adder.join();
    EXPECT_EQ(sum, 6);
  });
}

TEST(CapturedReference, AllowsTheNumbersToBeDestroyed) {
  explore([] {
    std::latch go(1);
    auto numbers = std::make_unique<std::vector<int>>(3, 2);
    const std::jthread adder = sum_later(go, *numbers, [](int) {});

    numbers.reset();
    go.count_down();
  });
}

TEST(CapturedReference, AllowsTheReportToBeDestroyed) {
  explore([] {
    std::latch go(1);
    const std::vector<int> numbers{1, 2, 3};
    auto report = std::make_unique<Report>([](int) {});
    const std::jthread adder = sum_later(go, numbers, *report);

    report.reset();
    go.count_down();
  });
}

TEST(CapturedReference, AllowsTheNumbersToBeChanged) {
  explore([] {
    std::latch go(1);
    int sum = 0;
    std::vector<int> numbers{1, 2, 3};
    std::jthread adder = sum_later(go, numbers, [&](int s) { sum = s; });

    numbers[0] = 10;
    go.count_down();
    adder.join();
    EXPECT_EQ(sum, 6);
  });
}

}  // namespace
