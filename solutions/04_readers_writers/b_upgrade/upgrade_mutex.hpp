// 04b  upgrade: from reading to writing (solution)
#pragma once

#include <condition_variable>
#include <mutex>

namespace hb {

// A lock with three ways in: to read, to read and perhaps write later, and, by
// the second, to write. Whoever took it gives it back.
// ---------------------------------------------------- edit below this line
class UpgradeMutex {
 public:
  // To read, beside other readers and beside one who may upgrade.
  void lock_shared() {
    std::unique_lock lock(mutex_);
    // WHY not "while somebody writes": readers who keep coming would keep out
    // for ever whoever waits in upgrade().
    changed_.wait(lock, [&] { return !wants_to_write_; });
    ++readers_;
  }
  void unlock_shared() {
    {
      std::lock_guard lock(mutex_);
      if (--readers_ > 0) return;
    }
    // WHY all: pairs with the wait in upgrade(). In the same place others may
    // be waiting for unlock_upgrade().
    changed_.notify_all();
  }

  // To read, and perhaps to write: beside readers, one thread at a time.
  void lock_upgrade() {
    std::unique_lock lock(mutex_);
    // WHY one at a time: of two who read and wait for the other to leave,
    // neither does.
    changed_.wait(lock, [&] { return !is_reserved_; });
    is_reserved_ = true;
  }
  // To write, alone. Nobody has written since lock_upgrade().
  // REQUIRES: between lock_upgrade() and unlock_upgrade(), once.
  void upgrade() {
    std::unique_lock lock(mutex_);
    wants_to_write_ = true;
    // WHY: pairs with the unlock in unlock_shared(); what the readers have
    // read must not change under them.
    changed_.wait(lock, [&] { return readers_ == 0; });
  }
  // Gives back what lock_upgrade() took, upgraded or not.
  void unlock_upgrade() {
    {
      std::lock_guard lock(mutex_);
      is_reserved_ = false;
      wants_to_write_ = false;
    }
    // WHY all: every reader may come in now, and one who waits in
    // lock_upgrade().
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;  // held for a moment, never while somebody reads or writes
  std::condition_variable changed_;
  int readers_ = 0;              // guarded by mutex_
  bool is_reserved_ = false;     // guarded by mutex_; by lock_upgrade()
  bool wants_to_write_ = false;  // guarded by mutex_; or writes
};

}  // namespace hb
