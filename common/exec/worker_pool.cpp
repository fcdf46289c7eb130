#include "exec/worker_pool.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cstdint>
#include <functional>

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

WorkerPool::Builder& WorkerPool::Builder::threads(std::size_t count) {
  assert(count > 0 && "a pool without threads runs nothing");
  threads_ = count;
  return *this;
}
WorkerPool::Builder& WorkerPool::Builder::name(std::string name) {
  thread_.name = std::move(name);
  return *this;
}
WorkerPool::Builder& WorkerPool::Builder::stack_bytes(std::size_t bytes) {
  thread_.stack_bytes = bytes;
  return *this;
}
WorkerPool::Builder& WorkerPool::Builder::at_once(std::size_t tasks) {
  assert(tasks > 0 && "a worker takes at least one task");
  at_once_ = tasks;
  return *this;
}
WorkerPool::Builder& WorkerPool::Builder::patience(const Patience& before) {
  patience_ = before;
  return *this;
}

WorkerPool::WorkerPool() : WorkerPool(Builder()) {}
WorkerPool::WorkerPool(std::size_t threads)
    : WorkerPool(Builder().threads(threads)) {}
WorkerPool::WorkerPool(const Builder& builder)
    : at_once_(builder.at_once_), patience_(builder.patience_) {
  // WHY all before the first thread: workers look through the others' shares,
  // and a vector that grows meanwhile would move them.
  for (std::size_t n = 0; n < builder.threads_; ++n) {
    workers_.push_back(std::make_unique<Worker>());
    // WHY memory now: where it is missing, take() could not give a task back.
    if (at_once_ > 1) workers_.back()->share.reserve(at_once_ - 1);
  }
  idle_.reserve(builder.threads_);
  try {
    for (const std::unique_ptr<Worker>& worker : workers_) {
      worker->thread =
          Thread(builder.thread_, [this, me = worker.get()] { work(*me); });
    }
  } catch (...) {
    end_all();
    throw;
  }
}

WorkerPool::~WorkerPool() { end_all(); }

void WorkerPool::end_all() {
  close(Remaining::run);
  for (const std::unique_ptr<Worker>& worker : workers_) worker->thread.join();
}

bool WorkerPool::post(Task task) {
  Worker* sleeper = nullptr;
  {
    const auto lock = lock_patiently();
    if (closed_) return false;
    queue_.push(std::move(task));
    ++unfinished_;
    if (!idle_.empty()) {
      // WHY taken off the list here: the next post finds another, and not one
      // that is awake already. Whoever wakes is the only one that was called.
      sleeper = idle_.back();
      idle_.pop_back();
    }
  }
  if (sleeper != nullptr) wake(*sleeper);
  return true;
}

bool WorkerPool::post_all(std::span<Task> tasks) {
  std::vector<Worker*> sleepers;
  {
    const auto lock = lock_patiently();
    if (closed_) return false;
    queue_.push_all(tasks);
    unfinished_ += tasks.size();
    sleepers = idle_workers(tasks.size());
  }
  for (Worker* const sleeper : sleepers) wake(*sleeper);
  return true;
}

void WorkerPool::close(Remaining remaining) {
  std::vector<Worker*> sleepers;
  std::vector<std::shared_ptr<Signal>> asked;
  std::vector<Task> dropped;  // destroyed without a lock: handles are told
  {
    const auto lock = lock_patiently();
    closed_ = true;
    if (remaining == Remaining::drop) {
      while (!queue_.empty()) dropped.push_back(queue_.pop());
      for (const std::unique_ptr<Worker>& worker : workers_) {
        std::lock_guard theirs(worker->mutex);
        while (!worker->share.empty()) {
          dropped.push_back(worker->share.pop());
        }
      }
      unfinished_ -= dropped.size();
      if (unfinished_ == 0) asked.swap(asks_);
    }
    sleepers = idle_workers(workers_.size());
  }
  for (Worker* const sleeper : sleepers) wake(*sleeper);
  dropped.clear();  // first: idle means that no task is left
  for (const std::shared_ptr<Signal>& signal : asked) signal->set();
}

sync::Outcome WorkerPool::wait_until_idle(std::stop_token stop) {
  std::shared_ptr<Signal> idle;
  {
    const auto lock = lock_patiently();
    if (unfinished_ == 0) return sync::Outcome::done;
    idle = asks_.emplace_back(std::make_shared<Signal>());
  }
  const sync::Outcome outcome = idle->wait(stop);
  if (outcome != sync::Outcome::done) {
    std::lock_guard lock(mutex_);
    std::erase(asks_, idle);
  }
  return outcome;
}

// ------------------------------------------------------------------- workers

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
  unfinished_ -= finished;
  if (unfinished_ == 0 && !asks_.empty()) {
    for (const std::shared_ptr<Signal>& signal : asks_) signal->set();
    asks_.clear();
  }
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
  if (!look_for(patience_, is_called)) {
    // WHY an exchange: either the caller sees `asleep` and wakes, or its
    // `called` is here already, and it will not.
    std::uint32_t expected = Worker::looking;
    me.word.compare_exchange_strong(expected, Worker::asleep,
                                    std::memory_order_relaxed);
    while (!is_called()) sync::futex_wait(me.word, Worker::asleep);
  }
  lock.lock();
}

// Takes at most so many workers off the list. REQUIRES: mutex_ is held.
std::vector<WorkerPool::Worker*> WorkerPool::idle_workers(std::size_t most) {
  const std::size_t count = std::min(most, idle_.size());
  const std::vector<Worker*> taken(idle_.end() - static_cast<long>(count),
                                   idle_.end());
  idle_.resize(idle_.size() - count);
  return taken;
}

// REQUIRES: the caller has taken it off idle_, so nobody else calls it.
void WorkerPool::wake(Worker& worker) {
  // WHY relaxed: see park(). A worker that still looks needs no system call.
  const std::uint32_t before =
      worker.word.exchange(Worker::called, std::memory_order_relaxed);
  if (before == Worker::asleep) sync::futex_wake(worker.word, 1);
}

// WHY tries first: the lock is held for less time than it takes to sleep.
std::unique_lock<std::mutex> WorkerPool::lock_patiently() {
  std::unique_lock lock(mutex_, std::defer_lock);
  if (!look_for({.spins = patience_.spins, .yields = 0},
                [&] { return lock.try_lock(); })) {
    lock.lock();
  }
  return lock;
}

}  // namespace hb::exec
