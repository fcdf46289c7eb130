// 09b  acquire_before_spawn: how many are there at once?
//
// Situation  A converter takes at most four files at a time: a semaphore lets
//            four convert, and no more. With 20,000 files it runs out of memory
//            and of file descriptors before the first hundred are done: 20,000
//            threads are there, each with its file open, and wait for a permit.
//
// Task       Bound what exists, and not only what works:
//              - next() is called, and a thread started, with a permit in hand,
//                which comes back when that job has ended;
//              - as many jobs as there are permits run side by side;
//              - once the permits are closed, or next() has no more, no job is
//                started, and all that were have ended when run_all() returns.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. A thread for each job. A job does not throw.
//            3. No std::counting_semaphore: libstdc++ 12's can sleep with
//               permits left. Permits is in common/lesson/permits.hpp.
//
// Check      ./workbook check 09b
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
  std::vector<std::jthread> threads;
  while (Job job = next()) {
    threads.emplace_back([&permits, job = std::move(job)] {
      // TODO: who waits here, and what does each of them hold already?
      permits.acquire();
      job();
      permits.release();
    });
  }
  return static_cast<int>(threads.size());
}

}  // namespace hb
