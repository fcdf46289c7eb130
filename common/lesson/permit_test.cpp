#include "lesson/permit.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace hb {
namespace {

TEST(Permit, GoesBackWhenItsOwnerEnds) {
  Permits permits(1);
  {
    const Permit permit(permits);
    EXPECT_TRUE(permit);
    EXPECT_EQ(permits.available(), 0);
  }
  EXPECT_EQ(permits.available(), 1);
}

TEST(Permit, HoldsNothingOnceClosed) {
  Permits permits(1);
  permits.close();
  {
    const Permit permit(permits);
    EXPECT_FALSE(permit);
  }
  EXPECT_EQ(permits.available(), 1);
}

TEST(Permit, GoesBackOnceWhereverItIsMoved) {
  Permits permits(2);
  {
    Permit first(permits);
    Permit second(std::move(first));
    EXPECT_TRUE(second);
    EXPECT_EQ(permits.available(), 1);
    Permit third;
    third = std::move(second);
    EXPECT_EQ(permits.available(), 1);
    third = Permit();
    EXPECT_EQ(permits.available(), 2);
  }
  EXPECT_EQ(permits.available(), 2);
}

TEST(Permit, GoesBackWhereAnotherTakesItsPlace) {
  Permits permits(2);
  Permit first(permits);
  Permit second(permits);
  first = std::move(second);
  EXPECT_EQ(permits.available(), 1);
}

}  // namespace
}  // namespace hb
