// Buffers of one size that are used again instead of freed.
//
// A fresh buffer costs more than its allocation: the kernel maps each of its
// pages at the first touch, at 1.5 us for 4 KiB. A pool that keeps as many
// buffers as are in use at once allocates while the work starts and never
// afterwards.
//
//   BufferPool pool({.bytes = 1 << 20, .keep = 8});
//   while (...) {
//     Expected<Buffer> buffer = pool.acquire(stop);
//     if (!buffer) return buffer.outcome();
//     fill(buffer->bytes());
//   }                                   // given back here, on every path
//
// Sizes are in bytes. The kept buffers are a stack, so that the next user gets
// the one that is most likely still in a cache (Bonwick, "The Slab Allocator",
// 1994).
#pragma once

#include <condition_variable>
#include <cstddef>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <vector>

#include "sync/outcome.hpp"

namespace hb::sync {

class BufferPool;

// The right to one buffer. Gives it back when it ends, by whatever path.
// REQUIRES: it ends before its pool does; one thread at a time.
class Buffer {
 public:
  // Takes over: `other` is empty then.
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;
  ~Buffer();

  // All of it, whatever was used of it before. What it holds is unspecified:
  // write before you read. Empty if moved from.
  std::span<std::byte> bytes() const;

  std::byte* data() const { return memory_.get(); }
  std::size_t size() const { return bytes().size(); }

 private:
  friend BufferPool;
  Buffer(BufferPool& pool, std::unique_ptr<std::byte[]> memory)
      : pool_(&pool), memory_(std::move(memory)) {}

  void give_back() noexcept;

  BufferPool* pool_;
  std::unique_ptr<std::byte[]> memory_;  // null: moved from
};

struct BufferPoolOptions {
  static constexpr std::size_t kNoLimit =
      std::numeric_limits<std::size_t>::max();

  std::size_t bytes = 0;         // of each buffer
  std::size_t keep = 0;          // buffers to keep for later, at most
  std::size_t limit = kNoLimit;  // buffers in use at once, at most
  // Called without a lock. Another one may touch every page at once.
  std::unique_ptr<std::byte[]> (*allocate)(std::size_t bytes) =
      std::make_unique_for_overwrite<std::byte[]>;
};

struct BufferPoolCounts {
  std::size_t in_use = 0;
  std::size_t kept = 0;
  std::size_t allocated = 0;  // since the beginning
};

// Any thread may call any function at any time.
class BufferPool {
 public:
  // REQUIRES: options.bytes > 0 and options.limit > 0. Allocates no buffer yet.
  // Throws std::bad_alloc.
  explicit BufferPool(const BufferPoolOptions& options);

  // REQUIRES: every buffer has been given back.
  ~BufferPool();

  BufferPool(const BufferPool&) = delete;
  BufferPool& operator=(const BufferPool&) = delete;

  // A buffer of buffer_bytes(). Waits while `limit` are in use, until one is
  // given back or a stop is requested (Outcome::stopped). One that is there is
  // given even after a stop. One lock. Throws what allocate() throws,
  // and then nothing counts as in use.
  Expected<Buffer> acquire(std::stop_token stop = {});

  // The same without waiting: Outcome::would_block while `limit` are in use.
  Expected<Buffer> try_acquire();

  std::size_t buffer_bytes() const { return options_.bytes; }

  // Of this moment; what they were, not what they are.
  BufferPoolCounts counts() const;

 private:
  friend Buffer;

  bool may_take() const { return in_use_ < options_.limit; }
  Buffer take(std::unique_lock<std::mutex> lock);
  void give_back(std::unique_ptr<std::byte[]> memory) noexcept;

  const BufferPoolOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable_any given_back_;
  std::vector<std::unique_ptr<std::byte[]>> kept_;  // guarded by mutex_
  std::size_t in_use_ = 0;                          // guarded by mutex_
  std::size_t allocated_ = 0;                       // guarded by mutex_
  std::size_t waiting_ = 0;                         // guarded by mutex_
};

}  // namespace hb::sync
