// A worker pool, step by step: what each idea is worth. The last steps are
// those of exec::WorkerPool, which also lets idle workers take from a share.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace hb {

struct LadderStep {
  bool wakes_only_idle = false;  // or notifies whoever may be there, always
  std::size_t grab = 1;          // tasks that a worker takes a lock
};

class LadderPool {
 public:
  LadderPool(std::size_t threads, LadderStep step) : step_(step) {
    for (std::size_t n = 0; n < threads; ++n) {
      workers_.emplace_back([this] { work(); });
    }
  }

  ~LadderPool() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    workers_.clear();  // joins: before the rest goes
  }

  void post(std::function<void()> task) {
    bool wake = true;
    {
      std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
      if (step_.wakes_only_idle) wake = idle_ > 0;
    }
    if (wake) changed_.notify_one();
  }

  void post_all(std::vector<std::function<void()>>& tasks) {
    {
      std::lock_guard lock(mutex_);
      for (auto& task : tasks) tasks_.push_back(std::move(task));
    }
    changed_.notify_all();
  }

 private:
  void work() {
    std::vector<std::function<void()>> mine;
    for (;;) {
      {
        std::unique_lock lock(mutex_);
        while (tasks_.empty()) {
          if (closed_) return;
          ++idle_;
          changed_.wait(lock);
          --idle_;
        }
        const std::size_t some = std::min(step_.grab, tasks_.size());
        for (std::size_t n = 0; n < some; ++n) {
          mine.push_back(std::move(tasks_.front()));
          tasks_.pop_front();
        }
      }
      for (auto& task : mine) task();
      mine.clear();
    }
  }

  const LadderStep step_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;  // guarded by mutex_
  std::size_t idle_ = 0;                     // guarded by mutex_
  bool closed_ = false;                      // guarded by mutex_
  std::vector<std::jthread> workers_;
};

}  // namespace hb
