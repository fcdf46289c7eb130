// 05c  two_kinds_of_waiters: who is woken
//
// Situation  Workers wait for tasks; the office waits until all are done, and
//            locks up. Now and then a task lies on the list, a worker sleeps
//            beside it, and nobody ever wakes it.
//
// Task       Let each change wake those whom it concerns:
//              - a new task gets one worker up, and nobody else;
//              - the end of the last task gets up all who wait for it, and no
//                other end does;
//              - "done" is when every task is finished, not when every task
//                is taken.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, no timed wait.
//
// Check      ./workbook check 05c
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
    std::lock_guard lock(mutex_);
    waiting_.push_back(task);
    ++open_;
    // TODO: who may be asleep here, and who of them wakes up?
    changed_.notify_one();
  }

  // Waits for a task and takes it. Its worker calls finish() when it is done.
  int take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !waiting_.empty(); });
    const int task = waiting_.front();
    waiting_.pop_front();
    return task;
  }

  // Says that a task that was taken is done.
  void finish() {
    std::lock_guard lock(mutex_);
    --open_;
    changed_.notify_one();
  }

  // Waits until no task is open: none is waiting, and none is being worked on.
  void wait_until_done() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return open_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> waiting_;  // guarded by mutex_
  int open_ = 0;             // guarded by mutex_; tasks not finished
};

}  // namespace hb
