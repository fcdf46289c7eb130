// 11b  two_kinds_of_buffer: old ones like new ones
//
// Situation  A program copies files chunk by chunk, with buffers from a pool.
//            A chunk is as large as the buffer: read(file, data, size). Since
//            there is a pool, every file ends after its first chunk, and
//            nothing reports an error.
//
// Task       Let acquire() return one kind of buffer:
//              - it has chunk_size bytes, new or not, whatever its last user
//                has done to its size;
//              - once the buffers exist nothing is allocated, and by
//                release() never;
//              - a buffer that has grown, or whose memory was moved away, is
//                not kept, and takes no other buffer's place.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. What the bytes are is nobody's business: whoever reads a chunk
//               knows how many it got.
//
// Check      ./workbook check 11b
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
    std::lock_guard lock(mutex_);
    // TODO: two kinds of buffer leave here. And what else may have come back?
    if (free_.empty()) return Buffer(chunk_size_);
    Buffer buffer = std::move(free_.back());
    free_.pop_back();
    return buffer;
  }

  // Takes a buffer back, whatever its size is now.
  void release(Buffer buffer) {
    buffer.clear();  // for the next one
    std::lock_guard lock(mutex_);
    if (free_.size() < capacity_) free_.push_back(std::move(buffer));
  }

 private:
  const std::size_t capacity_;    // never changes: needs no lock
  const std::size_t chunk_size_;  // never changes: needs no lock
  std::mutex mutex_;
  std::vector<Buffer> free_;  // guarded by mutex_
};

}  // namespace hb
