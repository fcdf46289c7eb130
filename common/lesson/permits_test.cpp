#include "lesson/permits.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace hb {
namespace {

TEST(Permits, AreCounted) {
  Permits permits(2);
  EXPECT_TRUE(permits.acquire());
  EXPECT_EQ(permits.available(), 1);
  EXPECT_TRUE(permits.acquire());
  EXPECT_EQ(permits.available(), 0);
  permits.release();
  EXPECT_EQ(permits.available(), 1);
}

TEST(Permits, MakeTheNextOneWait) {
  Permits permits(1);
  permits.acquire();
  bool is_back = false;  // ordered by the permit
  std::jthread next([&] {
    permits.acquire();
    EXPECT_TRUE(is_back);
  });
  is_back = true;
  permits.release();
}

TEST(Permits, LetNobodyInOnceClosed) {
  Permits permits(1);
  permits.acquire();
  std::jthread waits([&] { EXPECT_FALSE(permits.acquire()); });
  permits.close();
  permits.release();
  EXPECT_FALSE(permits.acquire());
  EXPECT_EQ(permits.available(), 1);
}

}  // namespace
}  // namespace hb
