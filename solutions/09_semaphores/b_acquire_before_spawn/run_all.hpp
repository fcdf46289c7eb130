// 09b  acquire_before_spawn: how many are there at once? (solution)
#pragma once

#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "lesson/permits.hpp"

namespace hb {

using Job = std::function<void()>;
// Opens the next file and returns the job for it; an empty one after the last.
using Source = std::function<Job()>;

// ---------------------------------------------------- edit below this line
// Runs the jobs that `next` gives. Others may use `permits` as well. Returns
// how many jobs were run.
inline int run_all(Permits& permits, const Source& next) {
  std::vector<std::jthread> threads;  // joined on the way out
  // WHY first: who has no permit opens no file and starts no thread. Pairs
  // with the release() of a job that has ended.
  while (permits.acquire()) {
    Job job = next();
    if (!job) {
      // WHY give it back: it was for a job that there is not.
      permits.release();
      break;
    }
    threads.emplace_back([&permits, job = std::move(job)] {
      job();
      // WHY at the job's end, in its thread: the permit went with it. Pairs
      // with the acquire() that waits for room.
      permits.release();
    });
  }
  return static_cast<int>(threads.size());
}

}  // namespace hb
