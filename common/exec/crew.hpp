// The threads that work on one call of a parallel algorithm: its caller, and as
// many workers of a pool as help. Used by the algorithms of this folder.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

#include "exec/signal.hpp"
#include "exec/worker_pool.hpp"
#include "sync/outcome.hpp"

namespace hb::exec {

// What a crew has in common. Thread-safe.
//
// The caller takes part. So it gets on if the pool is busy or closed, and a
// task of the pool may call such an algorithm itself: nobody waits for a helper
// that has not begun. One that begins too late finds the crew left.
class Crew {
 public:
  // Ends early when `outer` is stopped, too.
  explicit Crew(std::stop_token outer)
      : outer_(std::move(outer), [this] { stop_.request_stop(); }) {}

  // Requested by the first error, and by the caller's own token. Steps that
  // have begun may ask it.
  std::stop_token stop_token() const { return stop_.get_token(); }
  bool stopped() const { return stop_.stop_requested(); }

  // Of several errors the first counts. REQUIRES: called in a catch block.
  void fail();

  // Has `step` called by up to `threads` threads at once, each again and again
  // until it returns false. Returns when no step runs any more. Throws the
  // first error; `stopped` if the caller's token ended it. REQUIRES: once.
  sync::Outcome run(WorkerPool& pool, std::size_t threads,
                    const std::function<bool()>& step);

 private:
  // Outlives the crew, for helpers that come late.
  struct Door {
    std::mutex mutex;
    bool open = true;        // guarded by mutex
    std::size_t inside = 0;  // guarded by mutex; helpers, without the caller
    Signal empty;            // set by the last to leave a closed door
  };

  static void help(Door& door, Crew& crew, const std::function<bool()>& step);
  void work(const std::function<bool()>& step);

  std::stop_source stop_;
  std::mutex mutex_;
  std::exception_ptr error_;  // guarded by mutex_
  std::stop_callback<std::function<void()>> outer_;
};

}  // namespace hb::exec
