// Who works on the chunks: three of the four spawn styles. (The fibers are in
// engine/workers_fibers.hpp: they need Boost.)
//
// Each calls work(worker, chunk) for every chunk of the supply, on `workers`
// threads at most, and returns when all calls have returned. `worker` is less
// than `workers`, and no two calls at a time have the same, so it can choose
// what a call may use alone. REQUIRES: work does not throw.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "exec/thread.hpp"
#include "exec/worker_pool.hpp"
#include "pipeline/flow/supply.hpp"
#include "pipeline/flow/window.hpp"
#include "sync/channel.hpp"

namespace hb::pipeline {

// stream: as many loops as workers, and nothing is started for a chunk.
template <typename Chunk, typename Work>
void run_stream(Supply<Chunk>& supply, std::size_t workers, Work& work) {
  const auto loop = [&supply, &work](std::size_t worker) {
    while (Held<Chunk> chunk = supply.next()) work(worker, std::move(chunk));
  };
  std::vector<exec::Thread> others;
  others.reserve(workers - 1);
  for (std::size_t n = 1; n < workers; ++n) {
    others.emplace_back(exec::ThreadOptions{.name = "worker"},
                        [&loop, n] { loop(n); });
  }
  loop(0);
}

// The workers that are free. Taking one waits, and bounds what is in flight.
class FreeWorkers {
 public:
  explicit FreeWorkers(std::size_t workers) : free_(workers) {
    for (std::size_t n = 0; n < workers; ++n) free_.try_send(std::size_t{n});
  }
  // WHY no stop: a call that has begun ends, and then one is free.
  std::size_t take() { return *free_.receive(); }
  // The other end: take(). What the call did happens before what the next does.
  void give_back(std::size_t worker) { free_.send(worker); }

 private:
  sync::Channel<std::size_t> free_;
};

// tasks: a task a chunk, on a pool.
template <typename Chunk, typename Work>
void run_tasks(Supply<Chunk>& supply, std::size_t workers, Work& work) {
  FreeWorkers free(workers);
  exec::WorkerPool pool(
      exec::WorkerPool::builder().threads(workers).name("worker").at_once(1));
  while (Held<Chunk> chunk = supply.next()) {
    const std::size_t worker = free.take();
    pool.post([&free, &work, worker, chunk = std::move(chunk)]() mutable {
      work(worker, std::move(chunk));
      free.give_back(worker);
    });
  }
}

// threads: a thread a chunk, joined when its place is wanted again.
template <typename Chunk, typename Work>
void run_threads(Supply<Chunk>& supply, std::size_t workers, Work& work) {
  FreeWorkers free(workers);
  std::vector<exec::Thread> threads(workers);
  while (Held<Chunk> chunk = supply.next()) {
    const std::size_t worker = free.take();
    threads[worker].join();
    threads[worker] = exec::Thread(
        {.name = "worker"},
        [&free, &work, worker, chunk = std::move(chunk)]() mutable {
          work(worker, std::move(chunk));
          free.give_back(worker);
        });
  }
}

}  // namespace hb::pipeline
