// 05c  two_kinds_of_waiters: who is woken (solution)
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

namespace hb {

// Tasks for a team of workers. A task is open from add() to finish(). Any
// thread may call anything.
// ---------------------------------------------------- edit below this line
class TaskList {
 public:
  void add(int task) {
    {
      std::lock_guard lock(mutex_);
      waiting_.push_back(task);
      ++open_;
    }
    // WHY one of this kind: a task is for one worker, and everybody who waits
    // for has_task_ is a worker.
    has_task_.notify_one();
  }

  // Waits for a task and takes it. Its worker calls finish() when it is done.
  int take() {
    std::unique_lock lock(mutex_);
    // WHY a predicate: another worker may have come first. Pairs with the
    // unlock in add().
    has_task_.wait(lock, [&] { return !waiting_.empty(); });
    const int task = waiting_.front();
    waiting_.pop_front();
    return task;
  }

  // Says that a task that was taken is done.
  void finish() {
    {
      std::lock_guard lock(mutex_);
      --open_;
      if (open_ > 0) return;
    }
    // WHY all, and only after the last task: everybody who waits for
    // all_done_ waits for this.
    all_done_.notify_all();
  }

  // Waits until no task is open: none is waiting, and none is being worked on.
  void wait_until_done() {
    std::unique_lock lock(mutex_);
    // WHY open_ and not the queue: a task that was taken is not done yet. The
    // unlock in finish() also publishes what its worker has written.
    all_done_.wait(lock, [&] { return open_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable has_task_;  // for workers
  std::condition_variable all_done_;  // for those who wait for the end
  std::deque<int> waiting_;           // guarded by mutex_
  int open_ = 0;                      // guarded by mutex_; tasks not finished
};

}  // namespace hb
