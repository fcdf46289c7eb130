#include "exec/worker.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "sync/spin.hpp"

namespace hb::exec {

void WorkerPool::work(Worker& me) noexcept {
  std::size_t finished = 0;
  while (Task task = take(me, finished)) {
    finished = 0;
    do {
      task();
      task.reset();  // its captures are gone before it counts as finished
      ++finished;
      if (at_once_ > 1) task = me.pop();
    } while (task);
  }
}

// The next task of this worker, or none: closed, and nothing is left to begin.
Task WorkerPool::take(Worker& me, std::size_t finished) {
  auto lock = lock_patiently();
  count_off(finished);
  for (;;) {
    if (!queue_.empty()) return from_queue(me);
    // WHY in the same critical section that puts this worker to sleep: shares
    // are filled under the same lock. So no worker sleeps while a task waits in
    // another's share; and for later ones, somebody is called.
    if (Task task = from_others(me)) return task;
    if (closed_) return Task();
    park(me, lock);
  }
}

// REQUIRES: mutex_ is held, and the queue is not empty.
Task WorkerPool::from_queue(Worker& me) {
  Task first = queue_.pop();
  // WHY a share and not all that at_once_ allows: at the end of the work, the
  // others have something to do as well.
  const std::size_t share =
      std::min(at_once_ - 1, queue_.size() / workers_.size());
  if (share > 0) {
    std::lock_guard mine(me.mutex);
    for (std::size_t n = 0; n < share; ++n) me.share.push(queue_.pop());
  }
  return first;
}

// REQUIRES: mutex_ is held.
Task WorkerPool::from_others(const Worker& me) {
  if (at_once_ == 1) return Task();
  for (const std::unique_ptr<Worker>& other : workers_) {
    if (other.get() == &me) continue;
    if (Task task = other->pop()) return task;
  }
  return Task();
}

// Returns with the lock, once somebody has called.
void WorkerPool::park(Worker& me, std::unique_lock<std::mutex>& lock) {
  // WHY relaxed: whoever calls finds this worker in idle_, under the lock.
  me.word.store(Worker::looking, std::memory_order_relaxed);
  idle_.push_back(&me);
  lock.unlock();
  // WHY relaxed loads: what the caller has written is read under the lock.
  const auto is_called = [&] {
    return me.word.load(std::memory_order_relaxed) == Worker::called;
  };
  if (!sync::comes_soon(is_called)) {
    // WHY an exchange: either the caller sees `asleep` and wakes, or its
    // `called` is here already, and it will not.
    std::uint32_t expected = Worker::looking;
    me.word.compare_exchange_strong(expected, Worker::asleep,
                                    std::memory_order_relaxed);
    while (!is_called()) sync::futex_wait(me.word, Worker::asleep);
  }
  lock.lock();
}

// REQUIRES: the caller takes it off idle_, so nobody else calls it.
void WorkerPool::wake(Worker& worker) {
  // WHY relaxed: see park(). A worker that still looks needs no system call.
  const std::uint32_t before =
      worker.word.exchange(Worker::called, std::memory_order_relaxed);
  if (before == Worker::asleep) sync::futex_wake(worker.word, 1);
}

// WHY tries first: the lock is held for less time than it takes to sleep.
std::unique_lock<std::mutex> WorkerPool::lock_patiently() {
  std::unique_lock lock(mutex_, std::defer_lock);
  if (!sync::comes_soon([&] { return lock.try_lock(); }, sync::Spin(1, 0))) {
    lock.lock();
  }
  return lock;
}

}  // namespace hb::exec
