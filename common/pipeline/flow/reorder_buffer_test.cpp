#include "pipeline/flow/reorder_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace hb::pipeline {
namespace {

TEST(ReorderBuffer, GivesBackInOrderWhateverTheOrderOfFour) {
  std::array<std::uint64_t, 4> order = {5, 6, 7, 8};
  do {
    ReorderBuffer<std::unique_ptr<std::uint64_t>> buffer(4, 5);
    std::vector<std::uint64_t> out;
    for (const std::uint64_t number : order) {
      buffer.put(number, std::make_unique<std::uint64_t>(number));
      while (auto next = buffer.take_next()) out.push_back(**next);
    }
    EXPECT_EQ(out, (std::vector<std::uint64_t>{5, 6, 7, 8}));
    EXPECT_EQ(buffer.waiting(), 0U);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(ReorderBuffer, UsesItsPlacesAgain) {
  ReorderBuffer<int> buffer(2);
  for (std::uint64_t n = 0; n < 10; n += 2) {
    buffer.put(n + 1, static_cast<int>(n + 1));
    EXPECT_FALSE(buffer.take_next());
    buffer.put(n, static_cast<int>(n));
    EXPECT_EQ(buffer.take_next(), static_cast<int>(n));
    EXPECT_EQ(buffer.take_next(), static_cast<int>(n + 1));
  }
}

}  // namespace
}  // namespace hb::pipeline
