// 11c  returned_twice: a buffer goes back once, and last (another right answer)
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace hb {

using Buffer = std::array<char, 4>;

// Buffers that somebody has for a while. Any thread may call anything; a lease
// belongs to one thread at a time, which may hand it on.
class BufferPool {
  struct Free {
    explicit Free(std::size_t limit) : capacity(limit) {
      buffers.reserve(capacity);
    }
    const std::size_t capacity;  // never changes: needs no lock
    std::mutex mutex;
    std::vector<std::unique_ptr<Buffer>> buffers;  // guarded by mutex

    void put(std::unique_ptr<Buffer> buffer) {
      // WHY the lock: pairs with acquire(). What this user has done to the
      // buffer happens before the next one has it.
      std::lock_guard lock(mutex);
      if (buffers.size() < capacity) buffers.push_back(std::move(buffer));
    }
  };

 public:
  // One buffer, until give_back() or the end. Cannot be copied.
  class Lease {
   public:
    bool has_buffer() const { return buffer_ != nullptr; }

    // REQUIRES: has_buffer().
    Buffer& operator*() const { return *buffer_; }

    // Gives the buffer back now. Afterwards, and after a move, there is none.
    void give_back() { buffer_.reset(); }

    // Returns what is in the buffer, and gives the buffer back.
    Buffer copy_and_give_back() {
      const Buffer copy = *buffer_;
      give_back();
      return copy;
    }

   private:
    friend class BufferPool;
    struct GiveBack {
      std::shared_ptr<Free> pool;
      void operator()(Buffer* buffer) const {
        pool->put(std::unique_ptr<Buffer>(buffer));
      }
    };
    Lease(std::shared_ptr<Free> pool, std::unique_ptr<Buffer> buffer)
        : buffer_(buffer.release(), GiveBack{std::move(pool)}) {}

    std::unique_ptr<Buffer, GiveBack> buffer_;
  };

  // Keeps at most `capacity` unused buffers.
  explicit BufferPool(std::size_t capacity)
      : free_(std::make_shared<Free>(capacity)) {}

  // Returns a buffer that came back, or else a new one.
  Lease acquire() {
    {
      // WHY one lock for looking and taking: another thread takes as well.
      std::lock_guard lock(free_->mutex);
      if (!free_->buffers.empty()) {
        Lease lease(free_, std::move(free_->buffers.back()));
        free_->buffers.pop_back();
        return lease;
      }
    }
    return Lease(free_, std::make_unique<Buffer>());
  }

 private:
  std::shared_ptr<Free> free_;
};

}  // namespace hb
