// Tests of 06a. Accounts that are locked in the order of their addresses have
// only one layout in memory here, so each test that could wait in a circle
// names its two accounts in both orders.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "06_deadlock_and_lock_order/a_transfer/accounts.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::Account;
using hb::explore;
using hb::total;
using hb::transfer;

TEST(Transfer, MovesTheAmount) {
  explore([] {
    Account a(100), b(20);
    EXPECT_TRUE(transfer(a, b, 30));
    EXPECT_EQ(a.balance(), 70);
    EXPECT_EQ(b.balance(), 50);
    EXPECT_TRUE(transfer(b, a, 50));  // all of it
    EXPECT_EQ(total(a, b), 120);
  });
}

TEST(Transfer, MovesNothingThatIsNotThere) {
  explore([] {
    Account a(100), b(20);
    EXPECT_FALSE(transfer(b, a, 21));
    EXPECT_EQ(a.balance(), 100);
    EXPECT_EQ(b.balance(), 20);
  });
}

TEST(Transfer, EndsBesideOneInTheOtherDirection) {
  explore([] {
    Account a(100), b(100);
    {
      std::jthread there([&] { EXPECT_TRUE(transfer(a, b, 10)); });
      std::jthread back([&] { EXPECT_TRUE(transfer(b, a, 30)); });
    }
    EXPECT_EQ(a.balance(), 120);
    EXPECT_EQ(b.balance(), 80);
  });
}

TEST(Transfer, RefusesTheSameAccountAtBothEnds) {
  explore([] {
    Account a(100);
    EXPECT_FALSE(transfer(a, a, 10));
    EXPECT_EQ(a.balance(), 100);
  });
}

TEST(Transfer, PaysTheSameMoneyOnce) {
  explore([] {
    Account a(100), b(0), c(0);
    bool to_b = false;
    std::jthread other([&] { to_b = transfer(a, b, 60); });
    const bool to_c = transfer(a, c, 60);

    other.join();
    EXPECT_NE(to_b, to_c);
    EXPECT_EQ(a.balance(), 40);
  });
}

TEST(Transfer, HidesNoMoneyFromTheAuditor) {
  explore([] {
    Account a(100), b(100);
    std::jthread clerk([&] { transfer(a, b, 30); });
    EXPECT_EQ(total(a, b), 200);
  });
}

TEST(Transfer, EndsBesideTheAuditor) {
  explore([] {
    Account a(100), b(100);
    std::jthread clerk([&] { transfer(a, b, 30); });
    EXPECT_EQ(total(a, b), 200);
    EXPECT_EQ(total(b, a), 200);
  });
}

TEST(Transfer, BooksTwoDisjointPairsAtTheSameTime) {
  explore(
      [] {
        Account a(100), b(100), c(100), d(100);
        std::jthread here([&] { transfer(a, b, 10); });
        std::jthread there([&] { transfer(c, d, 10); });
      },
      {.can_overlap = {{"book", "book"}}});
}

}  // namespace
