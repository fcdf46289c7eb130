// 02b  check_then_act: the gap between a check and its act (solution)
#pragma once

#include <mutex>

namespace hb {

// An account without credit, for any number of threads.
// ---------------------------------------------------- edit below this line
class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  void deposit(int amount) {
    // WHY the lock: the sum must not overwrite what withdraw() writes.
    std::lock_guard lock(mutex_);
    balance_ += amount;
  }

  // Takes `amount` and returns true; returns false if the balance is smaller.
  bool withdraw(int amount) {
    // WHY one lock around both: what the check found is true only until the
    // mutex is released, so the act belongs before the release.
    std::lock_guard lock(mutex_);
    if (balance_ < amount) return false;
    balance_ -= amount;
    return true;
  }

  int balance() const {
    // WHY the lock: it orders this read after the writes it can see.
    std::lock_guard lock(mutex_);
    return balance_;
  }

 private:
  mutable std::mutex mutex_;
  int balance_;  // guarded by mutex_
};

}  // namespace hb
