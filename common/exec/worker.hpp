// A worker of a WorkerPool: for worker_pool.cpp and worker.cpp alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

#include "exec/worker_pool.hpp"

namespace hb::exec {

// A cache line apart from the next: `word` is written by whoever posts.
struct alignas(64) WorkerPool::Worker {
  enum State : std::uint32_t { looking, asleep, called };

  sync::FutexWord word = looking;
  std::mutex mutex;
  TaskQueue share;  // guarded by mutex: taken from the queue, not begun
  Thread thread;    // last: joined before the rest goes

  Task pop() {
    std::lock_guard lock(mutex);
    return share.empty() ? Task() : share.pop();
  }
};

}  // namespace hb::exec
