// 04b  upgrade: from reading to writing (another right answer)
#pragma once

#include <mutex>
#include <shared_mutex>

namespace hb {

// A lock with three ways in: to read, to read and perhaps write later, and, by
// the second, to write. Whoever took it gives it back.
class UpgradeMutex {
 public:
  void lock_shared() {
    // WHY the gate: upgrade() holds it while it waits, so those who come later
    // wait behind it.
    std::lock_guard pass(gate_);
    readers_.lock_shared();
  }
  void unlock_shared() { readers_.unlock_shared(); }

  void lock_upgrade() { intention_.lock(); }
  void upgrade() {
    std::lock_guard pass(gate_);
    // WHY: waits for the readers, and pairs with their unlock_shared().
    readers_.lock();
    is_writing_ = true;
  }
  void unlock_upgrade() {
    if (is_writing_) {
      is_writing_ = false;
      readers_.unlock();
    }
    intention_.unlock();
  }

 private:
  std::mutex intention_;       // of whoever may write
  std::mutex gate_;            // readers pass it; a writer closes it
  std::shared_mutex readers_;  // and the writer, alone
  bool is_writing_ = false;    // guarded by intention_
};

}  // namespace hb
