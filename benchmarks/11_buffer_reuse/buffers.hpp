// The ways to get a buffer for a chunk: fresh, from a pool, or kept by a
// thread.
#pragma once

#include "11_buffer_reuse/a_pool/buffer_pool.hpp"

#include <sys/mman.h>

#include <boost/lockfree/stack.hpp>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "allocations.hpp"
#include "sync/buffer_pool.hpp"

namespace hb {

inline constexpr std::size_t kPage = 4096;

// Each way hands a buffer to use(bytes) and has it back afterwards.

// #region fresh
// The naive way, and what an allocator does with large blocks: new pages from
// the system, each of which it maps at the first touch.
struct Mmap {
  explicit Mmap(std::size_t bytes) : bytes_(bytes) {}
  template <typename Use>
  void with_buffer(Use use) {
    ++allocations;
    void* memory = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    use(static_cast<std::byte*>(memory));
    munmap(memory, bytes_);
  }
  std::size_t bytes_;
};

// Filled with zeros, for whoever then writes it.
struct Zeroed {
  explicit Zeroed(std::size_t bytes) : bytes_(bytes) {}
  template <typename Use>
  void with_buffer(Use use) {
    std::vector<std::byte> buffer(bytes_);
    use(buffer.data());
  }
  std::size_t bytes_;
};

struct ForOverwrite {
  explicit ForOverwrite(std::size_t bytes) : bytes_(bytes) {}
  template <typename Use>
  void with_buffer(Use use) {
    const auto buffer = std::make_unique_for_overwrite<std::byte[]>(bytes_);
    use(buffer.get());
  }
  std::size_t bytes_;
};
// #endregion fresh

struct Malloc {
  explicit Malloc(std::size_t bytes) : bytes_(bytes) {}
  template <typename Use>
  void with_buffer(Use use) {
    void* memory = counted_malloc(bytes_);
    if (memory == nullptr) throw std::bad_alloc();
    use(static_cast<std::byte*>(memory));
    std::free(memory);
  }
  std::size_t bytes_;
};

using Memory = std::unique_ptr<std::byte[]>;

// #region pools
class MutexPool {
 public:
  explicit MutexPool(std::size_t bytes) : bytes_(bytes) { free_.reserve(2); }

  template <typename Use>
  void with_buffer(Use use) {
    Memory memory = take();
    use(memory.get());
    std::lock_guard lock(mutex_);
    free_.push_back(std::move(memory));
  }

 private:
  Memory take() {
    {
      std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        Memory memory = std::move(free_.back());
        free_.pop_back();
        return memory;
      }
    }
    return std::make_unique_for_overwrite<std::byte[]>(bytes_);
  }

  const std::size_t bytes_;
  std::mutex mutex_;
  std::vector<Memory> free_;  // guarded by mutex_
};

// Without a lock: Boost's stack, of a fixed size so that it never allocates.
class Freelist {
 public:
  explicit Freelist(std::size_t bytes) : bytes_(bytes) {}
  ~Freelist() {
    free_.consume_all([](std::byte* memory) { delete[] memory; });
  }

  template <typename Use>
  void with_buffer(Use use) {
    std::byte* memory = nullptr;
    if (!free_.pop(memory)) memory = new std::byte[bytes_];
    use(memory);
    free_.push(memory);
  }

 private:
  const std::size_t bytes_;
  boost::lockfree::stack<std::byte*, boost::lockfree::capacity<16>> free_;
};

// A buffer for each thread: nothing is shared, and nothing can be passed on.
class ThreadCache {
 public:
  explicit ThreadCache(std::size_t bytes) : bytes_(bytes) {}

  template <typename Use>
  void with_buffer(Use use) {
    thread_local std::vector<std::pair<std::size_t, Memory>> own;
    const auto found = std::find_if(
        own.begin(), own.end(), [&](auto& one) { return one.first == bytes_; });
    if (found != own.end()) return use(found->second.get());
    own.emplace_back(bytes_,
                     std::make_unique_for_overwrite<std::byte[]>(bytes_));
    use(own.back().second.get());
  }

 private:
  const std::size_t bytes_;
};
// #endregion pools

class Library {
 public:
  explicit Library(std::size_t bytes) : pool_({.bytes = bytes, .keep = 2}) {}
  template <typename Use>
  void with_buffer(Use use) {
    const sync::Expected<sync::Buffer> buffer = pool_.acquire();
    use(buffer->data());
  }

 private:
  sync::BufferPool pool_;
};

// Exercise 11a.
class Answer {
 public:
  explicit Answer(std::size_t bytes)
      : pool_(2, [bytes] { return Buffer(bytes); }) {}
  template <typename Use>
  void with_buffer(Use use) {
    Buffer buffer = pool_.acquire();
    use(reinterpret_cast<std::byte*>(buffer.data()));
    pool_.release(std::move(buffer));
  }

 private:
  BufferPool pool_;
};

}  // namespace hb
