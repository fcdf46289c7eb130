// 08a  worker_pool: as many at work as there are workers (solution)
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace hb {

using Task = std::function<int()>;

// Threads that run tasks. Its end waits until all that was submitted has run.
// ---------------------------------------------------- edit below this line
class WorkerPool {
 public:
  explicit WorkerPool(int workers) {
    for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
  }

  ~WorkerPool() {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    // WHY all: every worker that sleeps has to see the end.
    changed_.notify_all();
    // threads_ is declared last: it is joined before anything else is gone.
  }

  // Queues `task` and returns at once; the future has its result, or what it
  // threw. Tasks begin in the order in which they were submitted.
  std::future<int> submit(Task task) {
    std::packaged_task<int()> packaged(std::move(task));
    std::future<int> result = packaged.get_future();
    {
      // WHY a lock of its own: what the caller wrote before is seen by the
      // worker that takes the task, by this unlock and the lock in work().
      std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(packaged));
    }
    changed_.notify_one();
    return result;
  }

 private:
  void work() {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return closing_ || !tasks_.empty(); });
      // WHY the tasks first: closing_ says that no more come, and those that
      // have come are still to run.
      if (tasks_.empty()) return;
      std::packaged_task<int()> task = std::move(tasks_.front());
      tasks_.pop_front();
      // WHY here: the lock is for taking, and the task can be long. The others
      // take theirs meanwhile, and the task may submit another one.
      lock.unlock();
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::packaged_task<int()>> tasks_;  // guarded by mutex_
  bool closing_ = false;                         // guarded by mutex_
  std::vector<std::jthread> threads_;
};

// Runs all the tasks on `pool`, and returns their results in the order of the
// tasks.
inline std::vector<int> run_all(WorkerPool& pool,
                                const std::vector<Task>& tasks) {
  std::vector<std::future<int>> running;
  for (const Task& task : tasks) running.push_back(pool.submit(task));
  // WHY a second loop: the first wait comes when the last task is submitted.
  // get() returns after its task has run, and sees what that has written.
  std::vector<int> results;
  for (std::future<int>& one : running) results.push_back(one.get());
  return results;
}

}  // namespace hb
