#include "exec/worker_pool.hpp"

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

}  // namespace hb::exec
