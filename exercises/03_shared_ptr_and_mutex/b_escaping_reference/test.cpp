// Tests of 03b. `const auto&` keeps whatever a function returns: a value lives
// as long as the name, a reference refers to what it always referred to.

#include "03_shared_ptr_and_mutex/b_escaping_reference/scoreboard.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Region;
using hb::Result;
using hb::Scoreboard;

TEST(EscapingReference, ResultsAreThoseOfTheCall) {
  explore([] {
    Scoreboard board;
    board.enter({.runner = 1, .seconds = 70});
    const auto& results = board.results();
    board.correct(1, 65);

    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0].seconds, 70);
    EXPECT_EQ(board.results()[0].seconds, 65);
  });
}

TEST(EscapingReference, TheBestIsThatOfTheCall) {
  explore([] {
    Scoreboard board;
    EXPECT_FALSE(board.best());
    board.enter({.runner = 1, .seconds = 70});
    board.enter({.runner = 2, .seconds = 60});
    const auto& best = board.best();
    board.correct(2, 80);

    EXPECT_EQ(best->seconds, 60);
    EXPECT_EQ(board.best()->runner, 1);
    EXPECT_EQ(board.best()->seconds, 70);
  });
}

TEST(EscapingReference, ResultsCanBeReadWhileOneIsEntered) {
  explore([] {
    Scoreboard board;
    board.enter({.runner = 1, .seconds = 70});
    std::jthread timekeeper([&] { board.enter({.runner = 2, .seconds = 60}); });

    int sum = 0;
    for (const Result& result : board.results()) sum += result.seconds;
    EXPECT_TRUE(sum == 70 || sum == 130) << "the sum is " << sum;
  });
}

TEST(EscapingReference, TwoMayEnterAtOnce) {
  explore([] {
    Scoreboard board;
    {
      std::jthread finish([&] { board.enter({.runner = 1, .seconds = 70}); });
      board.enter({.runner = 2, .seconds = 80});
    }
    EXPECT_EQ(board.results().size(), 2u);
  });
}

TEST(EscapingReference, TheBestCanBeReadWhileItIsCorrected) {
  explore([] {
    Scoreboard board;
    board.enter({.runner = 1, .seconds = 70});
    std::jthread timekeeper([&] { board.correct(1, 65); });

    const auto& best = board.best();
    EXPECT_TRUE(best->seconds == 70 || best->seconds == 65);
  });
}

TEST(EscapingReference, TheBestCanBeReadWhileOneIsEntered) {
  explore([] {
    Scoreboard board;
    board.enter({.runner = 1, .seconds = 70});
    std::jthread timekeeper([&] { board.enter({.runner = 2, .seconds = 60}); });

    const auto& best = board.best();
    EXPECT_TRUE(best->seconds == 70 || best->seconds == 60);
  });
}

TEST(EscapingReference, ResultsCanBeShownWhileOneIsEntered) {
  explore([] {
    Scoreboard board;
    std::jthread timekeeper([&] { board.enter({.runner = 1, .seconds = 70}); });

    board.for_each([](const Result& result) { EXPECT_EQ(result.seconds, 70); });
  });
}

TEST(EscapingReference, AReaderMayEnterWhileGoingThroughTheResults) {
  explore([] {
    Scoreboard board;
    board.enter({.runner = 1, .seconds = 70});
    board.enter({.runner = 2, .seconds = 60});
    for (const Result& result : board.results()) {
      board.enter({.runner = result.runner + 2, .seconds = result.seconds});
    }

    EXPECT_EQ(board.results().size(), 4u);
  });
}

TEST(EscapingReference, ShowingCopiesNothing) {
  explore(
      [] {
        Scoreboard board;
        board.enter({.runner = 1, .seconds = 70});
        board.enter({.runner = 2, .seconds = 60});
        int sum = 0;
        Region show("show");
        board.for_each([&](const Result& result) { sum += result.seconds; });

        EXPECT_EQ(sum, 130);
      },
      {.budgets = {{.region = "show", .locks = 1, .allocations = 0}}});
}

}  // namespace
