// 22c  workers: a failed chunk is not an empty one (solution)
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "lesson/permits.hpp"

namespace hb {

struct Chunk {
  std::size_t number;  // in the file, from 0
  int bytes;           // stands for its bytes
};

// The way out of the reader's channel. For each chunk in it, the reader has
// taken a permit; without permits left it waits.
class Receiver {
 public:
  virtual ~Receiver() = default;
  // Waits for a chunk, in the order of the file. Nullopt after the last one.
  virtual std::optional<Chunk> receive() = 0;
  // Asks the reader for no more. What it has sent is still to be received.
  virtual void stop() = 0;
};

using Work = std::function<int(int bytes)>;  // compresses; may throw
using Send = std::function<void(Chunk)>;     // may wait for room; may throw

struct Failure {
  std::size_t chunk;
  std::exception_ptr error;
};

struct Report {
  int sent = 0;
  std::optional<Failure> failure;
};

// ---------------------------------------------------- edit below this line
// Passes every chunk through `work` to `send`, on `workers` threads.
inline Report run_workers(int workers, Receiver& chunks, const Work& work,
                          const Send& send, Permits& permits) {
  Report report;
  std::mutex mutex;  // guards report
  const auto is_wanted = [&](const Chunk& chunk) {
    std::lock_guard lock(mutex);
    return !report.failure || chunk.number < report.failure->chunk;
  };
  const auto keep = [&](const Chunk& chunk, std::exception_ptr error) {
    // WHY a lock: two may fail at once. Of two failures the one that comes
    // first in the file stays; which one came first in time is chance.
    std::lock_guard lock(mutex);
    if (report.failure && report.failure->chunk < chunk.number) return;
    report.failure = {chunk.number, error};
  };
  const auto run = [&] {
    // WHY go on to the end: what is in the channel holds permits that the
    // reader may be waiting for.
    while (std::optional<Chunk> chunk = chunks.receive()) {
      try {
        if (is_wanted(*chunk)) {
          // WHY no lock here: the work is what there are several workers for.
          send({chunk->number, work(chunk->bytes)});
          std::lock_guard lock(mutex);
          ++report.sent;
          continue;
        }
      } catch (...) {
        keep(*chunk, std::current_exception());
        chunks.stop();
      }
      // WHY behind stop(): pairs with the reader's acquire(). A reader that
      // this wakes up finds that it has to stop.
      permits.release();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < workers; ++i) threads.emplace_back(run);
  }
  // WHY no lock: all workers are joined.
  return report;
}

}  // namespace hb
