// Tests of 02b: what two cash machines and one account may do together. On real
// threads two withdrawals rarely meet, hence the many runs.

#include "02_data_races/b_check_then_act/account.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::Account;
using hb::explore;

// What one cash machine pays to somebody who asks twice.
int two_withdrawals(Account& account, int amount) {
  int paid = 0;
  if (account.withdraw(amount)) paid += amount;
  if (account.withdraw(amount)) paid += amount;
  return paid;
}

TEST(CheckThenAct, PaysExactlyWhatIsThere) {
  explore([] {
    Account account(100);
    EXPECT_FALSE(account.withdraw(101));
    EXPECT_EQ(account.balance(), 100);
    EXPECT_TRUE(account.withdraw(100));
    EXPECT_EQ(account.balance(), 0);
    EXPECT_FALSE(account.withdraw(1));
  });
}

TEST(CheckThenAct, NeverPaysTheSameMoneyTwice) {
  explore(
      [] {
        Account account(100);
        int here = 0;
        int there = 0;
        {
          std::jthread one([&] { here = two_withdrawals(account, 40); });
          std::jthread two([&] { there = two_withdrawals(account, 40); });
        }
        EXPECT_EQ(here + there, 80);  // two are paid, two refused
        EXPECT_EQ(account.balance(), 20);
      },
      {.runs = 1000});
}

TEST(CheckThenAct, PaysBothIfThereIsEnough) {
  explore(
      [] {
        Account account(100);
        int here = 0;
        int there = 0;
        {
          std::jthread one([&] { here = two_withdrawals(account, 25); });
          std::jthread two([&] { there = two_withdrawals(account, 25); });
        }
        EXPECT_EQ(here, 50);
        EXPECT_EQ(there, 50);
        EXPECT_EQ(account.balance(), 0);
      },
      {.runs = 1000});
}

TEST(CheckThenAct, ARefusedWithdrawalIsSeenByNobody) {
  explore(
      [] {
        Account account(50);
        std::jthread refused([&] {
          EXPECT_FALSE(account.withdraw(60));
          EXPECT_FALSE(account.withdraw(60));
        });
        std::jthread paid([&] {
          EXPECT_EQ(account.balance(), 50);
          EXPECT_TRUE(account.withdraw(50));
        });
      },
      {.runs = 1000});
}

TEST(CheckThenAct, CanBeReadWhileMoneyMoves) {
  explore([] {
    Account account(100);
    std::jthread machine([&] { account.withdraw(30); });

    const int seen = account.balance();
    EXPECT_TRUE(seen == 100 || seen == 70) << "seen " << seen;
  });
}

TEST(CheckThenAct, LosesNoDeposit) {
  explore([] {
    Account account(100);
    {
      std::jthread out([&] { EXPECT_TRUE(account.withdraw(30)); });
      std::jthread in([&] { account.deposit(7); });
    }
    EXPECT_EQ(account.balance(), 77);
  });
}

}  // namespace
