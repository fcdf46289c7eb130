// 01c  exception leaves (solution)
#pragma once

#include <exception>
#include <functional>
#include <thread>
#include <utility>

namespace hb {

// Runs `work` in a thread of its own, from construction on.
// ---------------------------------------------------- edit below this line
class Worker {
 public:
  explicit Worker(std::function<void()> work)
      : thread_([this, work = std::move(work)] {
          try {
            work();
          } catch (...) {
            error_ = std::current_exception();
          }
        }) {}

  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Waits for the work to end, and throws what it threw. At most once.
  void join() {
    // WHY join first: it orders the thread's write of error_ before our read,
    // so error_ needs no lock.
    thread_.join();
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::exception_ptr error_;  // the thread's until it is joined, then ours
  // WHY last: members are made in this order and destroyed in reverse. The
  // thread starts when error_ exists, and is joined before error_ goes.
  std::jthread thread_;
};

}  // namespace hb
