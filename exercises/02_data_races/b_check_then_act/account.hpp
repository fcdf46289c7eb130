// 02b  check_then_act: the gap between a check and its act
//
// Situation  Two cash machines have paid out the same money. The check says
//            that withdraw() has a data race. A colleague made every single
//            access safe: the report was gone, and the machines paid twice.
//
// Task       Close the gap:
//            - withdraw() pays exactly when the balance is large enough;
//            - a withdrawal that is refused changes nothing that anyone can
//              see;
//            - no deposit is lost.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, no polling.
//
// Check      ./workbook check 02b
#pragma once

#include <mutex>

namespace hb {

// An account without credit, for any number of threads.
// ---------------------------------------------------- edit below this line
class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  void deposit(int amount) {
    std::lock_guard lock(mutex_);
    balance_ += amount;
  }

  // Takes `amount` and returns true; returns false if the balance is smaller.
  bool withdraw(int amount) {
    // TODO: mend the data race, and the gap that remains without it.
    if (balance_ < amount) return false;
    std::lock_guard lock(mutex_);
    balance_ -= amount;
    return true;
  }

  int balance() const {
    std::lock_guard lock(mutex_);
    return balance_;
  }

 private:
  mutable std::mutex mutex_;
  int balance_;  // guarded by mutex_
};

}  // namespace hb
