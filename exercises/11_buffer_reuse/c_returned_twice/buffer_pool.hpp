// 11c  returned_twice: a buffer goes back once, and last
//
// Situation  A reader fills buffers, hands them to a writer, and either of them
//            gives them back. On some days two files come out with each other's
//            pages. A buffer has been in the pool twice.
//
// Task       Make the lease the only owner of its buffer:
//              - a buffer goes back once: when its lease ends, or is assigned
//                another, or by give_back(), whichever comes first;
//              - a lease that was moved away, or has given back, has none;
//              - nobody looks into a buffer that has gone back;
//              - to give back, which a destructor does, allocates nothing;
//              - a lease may be moved to another thread, and may outlive the
//                pool.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. Leases are moved, never copied.
//
// Check      ./workbook check 11c
#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <vector>

namespace hb {

using Buffer = std::array<char, 4>;

// Buffers that somebody has for a while. Any thread may call anything; a lease
// belongs to one thread at a time, which may hand it on.
// ---------------------------------------------------- edit below this line
class BufferPool {
 public:
  // One buffer, until give_back() or the end. Cannot be copied.
  // TODO: how many own a buffer here, after a move and after give_back()?
  class Lease {
   public:
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) noexcept = default;
    ~Lease() { give_back(); }

    bool has_buffer() const { return buffer_ != nullptr; }

    // REQUIRES: has_buffer().
    Buffer& operator*() const { return *buffer_; }

    // Gives the buffer back now. Afterwards, and after a move, there is none.
    void give_back() { pool_->put(buffer_); }

    // Returns what is in the buffer, and gives the buffer back.
    Buffer copy_and_give_back() {
      give_back();
      return *buffer_;
    }

   private:
    friend class BufferPool;
    Lease(BufferPool* pool, Buffer* buffer) : pool_(pool), buffer_(buffer) {}

    BufferPool* pool_;
    Buffer* buffer_;
  };

  // Keeps at most `capacity` unused buffers.
  explicit BufferPool(std::size_t capacity) : capacity_(capacity) {}
  ~BufferPool() {
    for (Buffer* buffer : free_) delete buffer;
  }

  // Returns a buffer that came back, or else a new one.
  Lease acquire() {
    std::lock_guard lock(mutex_);
    if (free_.empty()) return Lease(this, new Buffer());
    Buffer* const buffer = free_.back();
    free_.pop_back();
    return Lease(this, buffer);
  }

 private:
  void put(Buffer* buffer) {
    std::lock_guard lock(mutex_);
    if (free_.size() < capacity_) {
      free_.push_back(buffer);
    } else {
      delete buffer;
    }
  }

  const std::size_t capacity_;  // never changes: needs no lock
  std::mutex mutex_;
  std::vector<Buffer*> free_;  // guarded by mutex_
};

}  // namespace hb
