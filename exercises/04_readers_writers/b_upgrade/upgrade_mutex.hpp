// 04b  upgrade: from reading to writing
//
// Situation  An index is read by many threads. A few find something missing,
//            and want to go on as writers with what they have just read still
//            true. lock_upgrade() lets them in as readers. It worked with one;
//            with two, the program stands still.
//
// Task       Make the upgrade possible:
//              - readers, and one thread that may upgrade, are in together;
//              - upgrade() waits until it is alone, and nobody has written
//                between lock_upgrade() and its return;
//              - of two threads that want to upgrade, one does, then the other;
//              - readers who come while an upgrade waits wait for its end;
//              - a thread that waits sleeps.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, no timed wait.
//
// Check      ./workbook check 04b
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
    changed_.wait(lock, [&] { return !is_writing_; });
    ++readers_;
  }
  void unlock_shared() {
    std::lock_guard lock(mutex_);
    --readers_;
    changed_.notify_all();
  }

  // To read, and perhaps to write: beside readers, one thread at a time.
  // TODO: its callers are not yet told from other readers.
  void lock_upgrade() { lock_shared(); }

  // To write, alone. Nobody has written since lock_upgrade().
  // REQUIRES: between lock_upgrade() and unlock_upgrade(), once.
  void upgrade() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return readers_ == 1; });
    is_writing_ = true;
  }
  // Gives back what lock_upgrade() took, upgraded or not.
  void unlock_upgrade() {
    std::lock_guard lock(mutex_);
    --readers_;
    is_writing_ = false;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;  // held for a moment, never while somebody reads or writes
  std::condition_variable changed_;
  int readers_ = 0;          // guarded by mutex_
  bool is_writing_ = false;  // guarded by mutex_
};

}  // namespace hb
