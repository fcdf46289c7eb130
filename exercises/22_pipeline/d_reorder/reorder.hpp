// 22d  reorder: in order, in bounded memory
//
// Situation  A reader numbers the chunks of a stream, workers compress them, a
//            writer writes them. Chunks are written as they come, so a file of
//            slow and quick chunks comes out shuffled; and while the writer
//            waits for the disk, the reader fills the memory.
//
// Task       Let the writer write in the order of the stream, with no more than
//            `window` chunks on their way from admit() to the end of their
//            write:
//              - the chunk that the writer waits for can always be put;
//              - put() waits for nothing, a write least of all;
//              - a chunk that failed is left out, and holds up nobody;
//              - after close(), what was admitted is still written.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, no polling, no timed wait.
//
// Check      ./workbook check 22d
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

namespace hb {

using Write = std::function<void(int)>;  // does not throw

// One writer calls write_next(); the others may be called by any thread. Each
// number from admit() is put() once; close() comes after the last admit().
// ---------------------------------------------------- edit below this line
class Reorder {
 public:
  // REQUIRES: window > 0.
  explicit Reorder(std::size_t /*window*/) {}

  // The number of the next chunk, from 0, once there is a place for it.
  std::size_t admit() {
    std::lock_guard lock(mutex_);
    return admitted_++;  // TODO: when is it one too many? And whose turn is it?
  }

  // Leaves chunk `number` for the writer; nullopt if it failed.
  void put(std::size_t /*number*/, std::optional<int> chunk) {
    std::lock_guard lock(mutex_);
    if (chunk) ready_.push_back(*chunk);
    changed_.notify_all();
  }

  // No more chunks are admitted.
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  // Writes the next chunk, waiting for it. Returns false after the last one.
  bool write_next(const Write& write) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !ready_.empty(); });
    if (ready_.empty()) return false;
    const int chunk = ready_.front();
    ready_.pop_front();
    lock.unlock();
    write(chunk);
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> ready_;     // guarded by mutex_
  std::size_t admitted_ = 0;  // guarded by mutex_
  bool closed_ = false;       // guarded by mutex_
};

}  // namespace hb
