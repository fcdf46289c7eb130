// 22d  reorder: in order, in bounded memory (solution)
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace hb {

using Write = std::function<void(int)>;  // does not throw

// One writer calls write_next(); the others may be called by any thread. Each
// number from admit() is put() once; close() comes after the last admit().
// ---------------------------------------------------- edit below this line
class Reorder {
 public:
  // REQUIRES: window > 0.
  explicit Reorder(std::size_t window) : places_(window) {}

  // The number of the next chunk, from 0, once there is a place for it.
  std::size_t admit() {
    std::unique_lock lock(mutex_);
    // WHY here, in the order of the stream: the oldest chunk on its way then
    // has its place, whoever finishes first. Pairs with the end of a write.
    freed_.wait(lock, [&] { return admitted_ - written_ < places_.size(); });
    return admitted_++;
  }

  // Leaves chunk `number` for the writer; nullopt if it failed.
  void put(std::size_t number, std::optional<int> chunk) {
    {
      std::lock_guard lock(mutex_);
      // WHY no wait: fewer than `window` are on their way beside it, so nobody
      // else's number has the same remainder.
      places_[number % places_.size()] = {.is_done = true, .chunk = chunk};
    }
    // WHY one: one writer waits. It looks whether this is the next.
    changed_.notify_one();
  }

  // No more chunks are admitted.
  void close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    // WHY: the writer may wait for a chunk that will not come.
    changed_.notify_one();
  }

  // Writes the next chunk, waiting for it. Returns false after the last one.
  bool write_next(const Write& write) {
    std::unique_lock lock(mutex_);
    while (true) {
      Place& next = places_[written_ % places_.size()];
      // WHY the count and not only closed_: a chunk that was admitted is still
      // with its worker. Pairs with put() and close().
      changed_.wait(lock, [&] {
        return next.is_done || (closed_ && written_ == admitted_);
      });
      if (!next.is_done) return false;
      const std::optional<int> chunk = next.chunk;
      next.is_done = false;
      if (chunk) {
        // WHY without the lock: workers leave their chunks meanwhile.
        lock.unlock();
        write(*chunk);
        lock.lock();
      }
      // WHY after the write, and for a failed one too: the place is given to
      // the chunk that admit() lets in now, with its memory.
      ++written_;
      freed_.notify_one();  // WHY one: it is one place
      if (chunk) return true;
    }
  }

 private:
  struct Place {
    bool is_done = false;
    std::optional<int> chunk = {};  // nullopt: failed
  };

  std::mutex mutex_;
  std::condition_variable freed_;    // for admit()
  std::condition_variable changed_;  // for the writer
  std::vector<Place> places_;  // guarded by mutex_; its size never changes
  std::size_t admitted_ = 0;   // guarded by mutex_
  std::size_t written_ = 0;    // guarded by mutex_; or left out
  bool closed_ = false;        // guarded by mutex_
};

}  // namespace hb
