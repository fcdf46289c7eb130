// 06a  transfer: two locks, one order (solution)
#pragma once

#include <functional>
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

// Locks two different accounts, the one with the lower address first.
class BothLocked {
 public:
  // WHY an order of their own, and not that of the arguments: whoever waits
  // here for the second holds the first, and the one it waits for holds no
  // account that comes later and waits for none that comes earlier. A circle
  // of such waits would have to go down somewhere.
  BothLocked(Account& one, Account& other)
      : first_(std::less<>{}(&one, &other) ? one.mutex : other.mutex),
        second_(std::less<>{}(&one, &other) ? other.mutex : one.mutex) {}

 private:
  std::lock_guard<std::mutex> first_;   // members are made in this order,
  std::lock_guard<std::mutex> second_;  // so this is locked second
};

// Moves `amount`; false, and nothing moved, if `from` has less or is `to`.
inline bool transfer(Account& from, Account& to, int amount) {
  // WHY first of all: a std::mutex must not be locked by its own holder.
  if (&from == &to) return false;
  // WHY both until the end: between the two bookings the money is nowhere, and
  // total() must not get in there.
  const BothLocked lock(from, to);
  if (from.balance() < amount) return false;
  from.book(-amount);
  to.book(amount);
  return true;
}

// Returns what two different accounts hold together.
inline int total(Account& one, Account& other) {
  // WHY the same order as in transfer(): an order that some do not keep orders
  // nothing. WHY both at once: the unlock of a transfer happens before it.
  const BothLocked lock(one, other);
  return one.balance() + other.balance();
}

}  // namespace hb
