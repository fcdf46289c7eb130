// 22c  workers: a failed chunk is not an empty one
//
// Situation  The workers take chunks from the reader, compress them and send
//            them to the writer. A chunk that cannot be compressed goes on
//            without bytes, is counted as done, and nobody hears of it.
//
// Task       Let a failure be one:
//              - what work() or send() throws ends no worker, and the failure
//                that the report has is that of the lowest chunk: the same one
//                in every run;
//              - from then on the reader is told to stop, and chunks behind the
//                failed one are received and dropped; those before it are
//                compressed and sent;
//              - a chunk's permit is the writer's once it is sent. That of
//              every
//                other chunk goes back here;
//              - the workers work and send at the same time, and have ended
//                when run_workers() returns.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. The Permits are those of lesson 09: common/lesson/permits.hpp.
//
// Check      ./workbook check 22c
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
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < workers; ++i) {
      threads.emplace_back([&] {
        while (std::optional<Chunk> chunk = chunks.receive()) {
          std::lock_guard lock(mutex);
          try {
            chunk->bytes = work(chunk->bytes);
          } catch (...) {
            // TODO: who hears of it? And who has to wait for whom here?
            chunk->bytes = 0;
          }
          send(*chunk);
          ++report.sent;
        }
      });
    }
  }
  static_cast<void>(permits);
  return report;
}

}  // namespace hb
