// 11b  two_kinds_of_buffer: old ones like new ones (solution)
#pragma once

#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace hb {

using Buffer = std::vector<char>;

// Buffers for chunks of one size. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class BufferPool {
 public:
  // Keeps at most `capacity` unused buffers, each with room for `chunk_size`.
  BufferPool(std::size_t capacity, std::size_t chunk_size)
      : capacity_(capacity), chunk_size_(chunk_size) {
    free_.reserve(capacity_);
  }

  // Returns a buffer of chunk_size bytes. Their values are anything.
  Buffer acquire() {
    Buffer buffer = take();
    // WHY here, and after the unlock: new buffers and old ones pass this line.
    // A full-sized one is left as it is; nothing is allocated for a short one.
    buffer.resize(chunk_size_);
    return buffer;
  }

  // Takes a buffer back, whatever its size is now.
  void release(Buffer buffer) {
    // WHY: without memory it would be allocated anew in acquire(), and one that
    // has grown would keep its memory for ever.
    if (buffer.capacity() != chunk_size_) return;
    // WHY the lock: pairs with take().
    std::lock_guard lock(mutex_);
    if (free_.size() < capacity_) free_.push_back(std::move(buffer));
  }

 private:
  // Returns a buffer that came back, or one without memory.
  Buffer take() {
    // WHY one lock for looking and taking: another thread takes as well.
    std::lock_guard lock(mutex_);
    if (free_.empty()) return {};
    Buffer buffer = std::move(free_.back());
    free_.pop_back();
    return buffer;
  }

  const std::size_t capacity_;    // never changes: needs no lock
  const std::size_t chunk_size_;  // never changes: needs no lock
  std::mutex mutex_;
  std::vector<Buffer> free_;  // guarded by mutex_
};

}  // namespace hb
