#include "exec/data_parallel.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <stdexcept>
#include <vector>

namespace hb::exec {
namespace {

TEST(SuggestedGrain, GivesEachMemberManyChunks) {
  EXPECT_EQ(suggested_grain(64'000, 2), 1'000u);
  EXPECT_EQ(suggested_grain(10, 2), 1u);
  EXPECT_EQ(suggested_grain(0, 2), 1u);
}

TEST(ParallelFor, WorksOnEachItemOnceWithAnyGrain) {
  Team team(4);
  for (const std::size_t grain : {1u, 2u, 7u, 1000u, 5000u}) {
    std::vector<int> calls(1'050);
    parallel_for(team, calls.size(), grain,
                 [&](std::size_t begin, std::size_t end) {
                   for (std::size_t i = begin; i < end; ++i) ++calls[i];
                 });
    EXPECT_EQ(calls, std::vector<int>(1'050, 1)) << grain;
  }
}

TEST(ParallelFor, WorksForAThousandRoundsAndExceptions) {
  Team team(3);
  for (int round = 0; round < 1'000; ++round) {
    EXPECT_THROW(parallel_for(team, 10, 1,
                              [](std::size_t begin, std::size_t) {
                                if (begin == 5) throw std::runtime_error("5");
                              }),
                 std::runtime_error);
    const auto sum = fold_reduce(
        team, 100, 3, 0,
        [](int& own, std::size_t begin, std::size_t end) {
          own += static_cast<int>(end - begin);
        },
        [](int& all, int other) { all += other; });
    ASSERT_EQ(*sum, 100);
  }
}

}  // namespace
}  // namespace hb::exec
