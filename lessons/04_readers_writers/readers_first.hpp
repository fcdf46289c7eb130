// A readers-writers lock that lets a reader in whenever no writer is inside.
#pragma once

#include <condition_variable>
#include <mutex>

namespace hb {

// #region readers_first
class ReadersFirst {
 public:
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
  void lock() {
    std::unique_lock lock(mutex_);
    ++waiting_writers_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return readers_ == 0 && !is_writing_; });
    --waiting_writers_;
    is_writing_ = true;
  }
  void unlock() {
    std::lock_guard lock(mutex_);
    is_writing_ = false;
    changed_.notify_all();
  }
  // For the demonstration: nothing else needs to know.
  void wait_until_a_writer_waits() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_writers_ > 0; });
  }

 private:
  std::mutex mutex_;  // held for a moment, never while somebody reads or writes
  std::condition_variable changed_;
  int readers_ = 0;          // guarded by mutex_
  int waiting_writers_ = 0;  // guarded by mutex_
  bool is_writing_ = false;  // guarded by mutex_
};
// #endregion readers_first

}  // namespace hb
