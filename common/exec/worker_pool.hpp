// A fixed number of threads that take tasks from one queue.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "exec/handle.hpp"
#include "exec/signal.hpp"
#include "exec/task.hpp"
#include "exec/task_queue.hpp"
#include "exec/thread.hpp"
#include "exec/worker_count.hpp"
#include "sync/futex.hpp"
#include "sync/outcome.hpp"

namespace hb::exec {

// What becomes of tasks that are accepted and not begun.
enum class Remaining { run, drop };

// Thread-safe: any thread may post, tasks of the pool included.
//
//   WorkerPool pool = WorkerPool::builder()
//                         .threads(8)
//                         .name("pipeline-worker")
//                         .stack_bytes(3 << 20)
//                         .start();
//   Handle<int> answer = pool.submit([] { return 42; });
//
// Tasks begin in the order in which they are accepted, unless at_once() is
// more than 1: then a worker takes several from the queue under one lock, its
// share, and idle workers help themselves from it. A task that is accepted
// never waits while a worker has nothing to do. Tasks that wait for each other
// need as many workers as can wait at once, and one more.
//
// Costs: post() is one lock and a move of 64 bytes; one wake-up, if a worker is
// idle. submit() allocates once.
class WorkerPool {
 public:
  class Builder {
   public:
    Builder& threads(std::size_t count);      // REQUIRES: at least 1
    Builder& name(std::string name);          // of all threads; 15 characters
    Builder& stack_bytes(std::size_t bytes);  // 0, the default: the system's
    Builder& at_once(std::size_t tasks);      // a lock; 64; REQUIRES: >= 1

    // Throws std::system_error if the system gives fewer threads.
    WorkerPool start() const { return WorkerPool(*this); }

   private:
    friend class WorkerPool;
    std::size_t threads_ = worker_count(Work::computes);
    ThreadOptions thread_ = {.name = "worker"};
    std::size_t at_once_ = 64;
  };

  static Builder builder() { return {}; }

  WorkerPool();                              // a thread a processor
  explicit WorkerPool(std::size_t threads);  // REQUIRES: at least 1
  explicit WorkerPool(const Builder& builder);

  // As close(Remaining::run), then waits for the workers to end. REQUIRES: not
  // called by one of them, and nobody posts any more.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Has the task run, and nobody told. REQUIRES: it does not throw; there is
  // nobody to catch it, and the program would end, as with std::thread.
  // False: closed, and the task is destroyed.
  bool post(Task task);

  // The same for all of them under one lock: all or none are accepted. They
  // are moved from. Wakes as many workers as there are tasks, if so many sleep.
  bool post_all(std::span<Task> tasks);

  // Has body() run. What it returns or throws comes out of the handle.
  template <typename F>
  Handle<std::invoke_result_t<std::decay_t<F>&>> submit(F&& body) {
    using Result = std::invoke_result_t<std::decay_t<F>&>;
    Promise<Result> promise;
    Handle<Result> handle = promise.handle();
    post([promise = std::move(promise),
          body = std::forward<F>(body)]() mutable { promise.fulfil_by(body); });
    return handle;
  }

  // No more tasks are accepted. Of those that have not begun, run: they are
  // run; drop: they are destroyed, and their handles say `closed`. Does not
  // wait, and what runs is not disturbed. A drop may follow a run.
  void close(Remaining remaining = Remaining::run);

  // Waits until all accepted tasks have ended: `done`. Tasks may go on being
  // posted. REQUIRES: not called by a task of this pool.
  sync::Outcome wait_until_idle(std::stop_token stop = {});

  std::size_t threads() const { return workers_.size(); }

 private:
  struct Worker;

  void work(Worker& me) noexcept;
  Task take(Worker& me, std::size_t finished);
  Task from_queue(Worker& me);
  Task from_others(const Worker& me);
  void park(Worker& me, std::unique_lock<std::mutex>& lock);
  void count_off(std::size_t finished);
  static void wake(Worker& worker);
  std::unique_lock<std::mutex> lock_patiently();
  void end_all();

  const std::size_t at_once_;

  // WHY before any Worker's own: take() moves tasks from here to there.
  std::mutex mutex_;
  TaskQueue queue_;                            // guarded by mutex_
  std::vector<Worker*> idle_;                  // guarded by mutex_; last in,
                                               // first out: its caches are warm
  std::size_t unfinished_ = 0;                 // guarded by mutex_
  bool closed_ = false;                        // guarded by mutex_
  std::vector<std::shared_ptr<Signal>> asks_;  // guarded by mutex_: whom to
                                               // tell when unfinished_ is 0
  std::vector<std::unique_ptr<Worker>> workers_;  // never changes
};

}  // namespace hb::exec
