#include "sync/buffer_pool.hpp"

#include <cassert>
#include <utility>

namespace hb::sync {

Buffer::Buffer(Buffer&& other) noexcept
    : pool_(other.pool_), memory_(std::move(other.memory_)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  if (this != &other) {
    give_back();
    pool_ = other.pool_;
    memory_ = std::move(other.memory_);
  }
  return *this;
}

Buffer::~Buffer() { give_back(); }

std::span<std::byte> Buffer::bytes() const {
  return {memory_.get(), memory_ ? pool_->buffer_bytes() : 0};
}

void Buffer::give_back() noexcept {
  if (memory_) pool_->give_back(std::move(memory_));
}

BufferPool::BufferPool(const BufferPoolOptions& options) : options_(options) {
  assert(options.bytes > 0 && options.limit > 0);
  // WHY now: giving back must neither allocate nor throw.
  kept_.reserve(options.keep);
}

BufferPool::~BufferPool() {
  assert(in_use_ == 0 && "a Buffer outlives its BufferPool");
}

Expected<Buffer> BufferPool::acquire(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  if (!may_take()) {
    ++waiting_;
    // The other end: the notification in give_back(). A stop wakes, too.
    const bool may = given_back_.wait(lock, stop, [&] { return may_take(); });
    --waiting_;
    if (!may) return Outcome::stopped;
  }
  return take(std::move(lock));
}

Expected<Buffer> BufferPool::try_acquire() {
  std::unique_lock lock(mutex_);
  if (!may_take()) return Outcome::would_block;
  return take(std::move(lock));
}

// Counts first, so that the lock need not be held for the allocation, and the
// limit holds all the same.
Buffer BufferPool::take(std::unique_lock<std::mutex> lock) {
  ++in_use_;
  if (!kept_.empty()) {
    std::unique_ptr<std::byte[]> memory = std::move(kept_.back());
    kept_.pop_back();
    return Buffer(*this, std::move(memory));
  }
  ++allocated_;
  lock.unlock();
  try {
    return Buffer(*this, options_.allocate(options_.bytes));
  } catch (...) {
    {
      std::lock_guard again(mutex_);
      --in_use_;
      --allocated_;
    }
    given_back_.notify_one();  // who waits may take what we could not use
    throw;
  }
}

void BufferPool::give_back(std::unique_ptr<std::byte[]> memory) noexcept {
  bool is_waited_for = false;
  {
    std::lock_guard lock(mutex_);
    --in_use_;
    is_waited_for = waiting_ > 0;
    if (kept_.size() < options_.keep) kept_.push_back(std::move(memory));
  }
  // WHY asked first: a notification takes a lock of its own. The other end is
  // the wait in acquire(), which counts itself under mutex_ before it sleeps.
  if (is_waited_for) given_back_.notify_one();
  // What is not kept is freed here, by the end of `memory`, without the lock.
}

BufferPoolCounts BufferPool::counts() const {
  std::lock_guard lock(mutex_);
  return {in_use_, kept_.size(), allocated_};
}

}  // namespace hb::sync
