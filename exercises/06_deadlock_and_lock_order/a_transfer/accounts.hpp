// 06a  transfer: two locks, one order
//
// Situation  A bank moves money between accounts, and an auditor adds up two
//            of them. One transfer goes from A to B while another goes from B
//            to A, and both wait for ever.
//
// Task       Make transfer() and total() end, whoever else is at work:
//              - total() has been true at one moment: no money is on its way;
//              - transfers between different accounts work at the same time;
//              - from an account to itself nothing is transferred: false.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping. A transfer that has enough money is not refused.
//            3. Account may change, as long as book() stays slow.
//
// Check      ./workbook check 06a
#pragma once

#include <mutex>

#include "checker/region.hpp"

namespace hb {

// ---------------------------------------------------- edit below this line
class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  // REQUIRES: `mutex` is held, for both.
  int balance() const { return balance_; }
  void book(int amount) {
    const Region slow("book");  // a line in the ledger, on a disk
    balance_ += amount;
  }
  std::mutex mutex;

 private:
  int balance_;  // guarded by mutex
};

// Moves `amount`; false, and nothing moved, if `from` has less or is `to`.
inline bool transfer(Account& from, Account& to, int amount) {
  // TODO: who holds what, and waits for what, when two of these meet?
  std::lock_guard lock_from(from.mutex);
  std::lock_guard lock_to(to.mutex);
  if (from.balance() < amount) return false;
  from.book(-amount);
  to.book(amount);
  return true;
}

// Returns what two different accounts hold together.
inline int total(Account& one, Account& other) {
  std::lock_guard lock_one(one.mutex);
  std::lock_guard lock_other(other.mutex);
  return one.balance() + other.balance();
}

}  // namespace hb
