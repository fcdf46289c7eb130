// Team, parallel_for and fold_reduce in all executions. What bodies write is
// neither locked nor atomic: a chunk that is done twice races.

#include <gtest/gtest.h>

#include <cstddef>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

#include "checker/explore.hpp"
#include "exec/data_parallel.hpp"

namespace hb::exec {
namespace {

TEST(DataParallel, WorksOnEachItemOnceAndShowsWhatWasWritten) {
  explore([] {
    std::vector<int> calls(3);
    Team team(2);
    const auto count = [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) ++calls[i];
    };
    EXPECT_EQ(parallel_for(team, 3, 2, count), sync::Outcome::done);
    EXPECT_EQ(calls, (std::vector<int>{1, 1, 1}));
  });
}

TEST(DataParallel, WorksOnTwoChunksAtOnce) {
  explore(
      [] {
        Team team(2);
        parallel_for(team, 2, 1,
                     [](std::size_t, std::size_t) { Region body("body"); });
      },
      {.can_overlap = {{"body", "body"}}});
}

TEST(DataParallel, ATeamWorksAgain) {
  explore([] {
    int calls = 0;
    Team team(2);
    const auto count = [&](std::size_t, std::size_t) { ++calls; };
    parallel_for(team, 1, 1, count);
    parallel_for(team, 1, 1, count);
    EXPECT_EQ(calls, 2);
  });
}

TEST(DataParallel, AStopEndsTheClaims) {
  explore([] {
    std::stop_source source;
    int before = 0;
    Team team(2);
    const auto stop_it = [&](std::size_t begin, std::size_t) {
      if (begin > 0) return;
      ++before;
      source.request_stop();
    };
    const auto outcome = parallel_for(team, 2, 1, stop_it, source.get_token());
    EXPECT_EQ(before, 1);
    // The other member may have taken the second chunk before the stop.
    EXPECT_TRUE(outcome == sync::Outcome::stopped ||
                outcome == sync::Outcome::done);
  });
}

TEST(DataParallel, AStopBeforehandLeavesAllUndone) {
  explore([] {
    std::stop_source source;
    source.request_stop();
    Team team(2);
    const auto never = [](std::size_t, std::size_t) { ADD_FAILURE(); };
    EXPECT_EQ(parallel_for(team, 2, 1, never, source.get_token()),
              sync::Outcome::stopped);
  });
}

TEST(DataParallel, TheFirstExceptionComesOutWhenAllHaveLeft) {
  explore([] {
    std::vector<int> calls(2);
    Team team(2);
    const auto fail = [&](std::size_t begin, std::size_t) {
      ++calls[begin];
      throw std::runtime_error("no record");
    };
    EXPECT_THROW(parallel_for(team, 2, 1, fail), std::runtime_error);
    EXPECT_GE(calls[0] + calls[1], 1);
    const auto fine = [](std::size_t, std::size_t) {};
    EXPECT_EQ(parallel_for(team, 1, 1, fine), sync::Outcome::done);
  });
}

TEST(DataParallel, FoldsIntoATotalEachAndMergesThem) {
  explore([] {
    Team team(2);
    const auto fold = [](int& own, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) own += static_cast<int>(i);
    };
    const auto merge = [](int& all, int other) { all += other; };
    EXPECT_EQ(*fold_reduce(team, 3, 1, 100, fold, merge), 103);
  });
}

TEST(DataParallel, NoTotalComesOfAStop) {
  explore([] {
    std::stop_source source;
    source.request_stop();
    Team team(2);
    const auto fold = [](int& own, std::size_t, std::size_t) { ++own; };
    const auto merge = [](int& all, int other) { all += other; };
    const auto total =
        fold_reduce(team, 2, 1, 0, fold, merge, source.get_token());
    EXPECT_EQ(total.outcome(), sync::Outcome::stopped);
  });
}

TEST(DataParallel, ATeamOfOneIsTheCaller) {
  explore([] {
    Team team(1);
    const auto me = std::this_thread::get_id();
    parallel_for(team, 2, 1, [&](std::size_t, std::size_t) {
      EXPECT_EQ(std::this_thread::get_id(), me);
    });
  });
}

}  // namespace
}  // namespace hb::exec
