// 11c  returned_twice: a buffer goes back once, and last (solution)
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
// ---------------------------------------------------- edit below this line
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
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&& other) noexcept {
      // WHY not the default: it would free the buffer that this one has.
      Lease last(std::move(*this));
      pool_ = std::move(other.pool_);
      buffer_ = std::move(other.buffer_);
      return *this;
    }
    ~Lease() { give_back(); }

    bool has_buffer() const { return buffer_ != nullptr; }

    // REQUIRES: has_buffer().
    Buffer& operator*() const { return *buffer_; }

    // Gives the buffer back now. Afterwards, and after a move, there is none.
    void give_back() {
      // WHY unique_ptr: to hand it over is to have it no more, so nobody can
      // give back, or use, what somebody else has.
      if (buffer_ != nullptr) pool_->put(std::move(buffer_));
    }

    // Returns what is in the buffer, and gives the buffer back.
    Buffer copy_and_give_back() {
      // WHY first: after put() it is somebody else's.
      const Buffer copy = *buffer_;
      give_back();
      return copy;
    }

   private:
    friend class BufferPool;
    Lease(std::shared_ptr<Free> pool, std::unique_ptr<Buffer> buffer)
        : pool_(std::move(pool)), buffer_(std::move(buffer)) {}

    // WHY shared: a lease may end after the pool has.
    std::shared_ptr<Free> pool_;
    std::unique_ptr<Buffer> buffer_;
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
