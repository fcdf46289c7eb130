// 11a  pool: buffers that come back (solution)
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace hb {

using Buffer = std::vector<char>;

// Buffers for chunks, handed out and taken back. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class BufferPool {
 public:
  using Make = std::function<Buffer()>;  // slow: asks the system for pages

  // Keeps at most `capacity` buffers that nobody uses.
  BufferPool(std::size_t capacity, Make make)
      : capacity_(capacity), make_(std::move(make)) {
    // WHY here: otherwise the list grows in release(), with the lock held.
    free_.reserve(capacity_);
  }

  // Returns a buffer that came back, or else a new one.
  Buffer acquire() {
    {
      // WHY one lock for looking and taking: another thread takes as well.
      // Pairs with release(): what its user has done to the buffer is over.
      std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        Buffer buffer = std::move(free_.back());
        free_.pop_back();
        return buffer;
      }
    }
    // WHY without the lock: others would wait for the system's pages, and for
    // those who only give a buffer back there is no reason to.
    return make_();
  }

  // Takes a buffer back. It is dropped if there are enough.
  void release(Buffer buffer) {
    std::lock_guard lock(mutex_);
    if (free_.size() >= capacity_) return;
    free_.push_back(std::move(buffer));
  }  // a buffer that was not kept is freed by the caller, after the unlock

 private:
  const std::size_t capacity_;  // never changes: needs no lock
  const Make make_;             // never changes
  std::mutex mutex_;
  std::vector<Buffer> free_;  // guarded by mutex_
};

}  // namespace hb
