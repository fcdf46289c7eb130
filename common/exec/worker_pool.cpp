#include "exec/worker_pool.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "exec/worker.hpp"

namespace hb::exec {

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

WorkerPool::WorkerPool() : WorkerPool(Builder()) {}
WorkerPool::WorkerPool(std::size_t threads)
    : WorkerPool(Builder().threads(threads)) {}
WorkerPool::WorkerPool(const Builder& builder) : at_once_(builder.at_once_) {
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
  // WHY now: once the tasks are accepted, nothing may throw.
  sleepers.reserve(std::min(tasks.size(), workers_.size()));
  {
    const auto lock = lock_patiently();
    if (closed_) return false;
    queue_.push_all(tasks);
    unfinished_ += tasks.size();
    while (!idle_.empty() && sleepers.size() < tasks.size()) {
      sleepers.push_back(idle_.back());
      idle_.pop_back();
    }
  }
  for (Worker* const sleeper : sleepers) wake(*sleeper);
  return true;
}

void WorkerPool::close(Remaining remaining) {
  // Ends without a lock: handles are told. WHY made here: closing for good must
  // not fail half-way, and running what remains, as the destructor does, never.
  std::vector<TaskQueue> dropped;
  if (remaining == Remaining::drop) dropped.resize(workers_.size() + 1);
  std::size_t count = 0;
  {
    const auto lock = lock_patiently();
    closed_ = true;
    if (remaining == Remaining::drop) {
      std::swap(dropped.back(), queue_);
      for (std::size_t n = 0; n < workers_.size(); ++n) {
        std::lock_guard theirs(workers_[n]->mutex);
        std::swap(dropped[n], workers_[n]->share);
      }
    }
    for (const TaskQueue& queue : dropped) count += queue.size();
    for (Worker* const sleeper : idle_) wake(*sleeper);
    idle_.clear();
  }
  if (count == 0) return;
  dropped.clear();  // first: idle means that no task is left
  const auto lock = lock_patiently();
  count_off(count);
}

// REQUIRES: mutex_ is held.
void WorkerPool::count_off(std::size_t finished) {
  unfinished_ -= finished;
  if (unfinished_ > 0) return;
  for (const std::shared_ptr<Signal>& signal : asks_) signal->set();
  asks_.clear();
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

}  // namespace hb::exec
