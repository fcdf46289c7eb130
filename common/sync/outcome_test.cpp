#include "sync/outcome.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace hb::sync {
namespace {

TEST(Expected, HoldsAValueThatIsDone) {
  const Expected<int> seven = 7;
  ASSERT_TRUE(seven);
  EXPECT_EQ(*seven, 7);
  EXPECT_EQ(seven.outcome(), Outcome::done);
}

TEST(Expected, SaysWhyThereIsNoValue) {
  const Expected<int> none = Outcome::closed;
  EXPECT_FALSE(none);
  EXPECT_EQ(none.outcome(), Outcome::closed);
}

TEST(Expected, GivesAwayWhatCanOnlyBeMoved) {
  Expected<std::unique_ptr<int>> one = std::make_unique<int>(1);
  const std::unique_ptr<int> taken = *std::move(one);
  EXPECT_EQ(*taken, 1);
}

}  // namespace
}  // namespace hb::sync
