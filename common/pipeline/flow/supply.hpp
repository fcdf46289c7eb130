// Where workers get chunks from: a reader of its own, or the reading itself.
//
// `read` fills a chunk and says whether there was one left. It is called by one
// thread at a time, and each call happens before the next. An error in it ends
// the run; it is never taken for the end of the input.
#pragma once

#include <cstddef>
#include <mutex>
#include <utility>

#include "exec/thread.hpp"
#include "pipeline/flow/first_failure.hpp"
#include "pipeline/flow/window.hpp"
#include "sync/channel.hpp"

namespace hb::pipeline {

// Thread-safe.
template <typename Chunk>
class Supply {
 public:
  virtual ~Supply() = default;
  // None: the input has ended, or the run has been stopped.
  virtual Held<Chunk> next() = 0;
};

// A window's next chunk, filled; none at the end.
template <typename Chunk, typename Read>
Held<Chunk> read_next(Window<Chunk>& window, Read& read,
                      FirstFailure& failure) {
  Held<Chunk> chunk;
  failure.guard([&] {
    auto taken = window.take(failure.stop_token());
    if (taken && read(**taken)) chunk = *std::move(taken);
  });
  return chunk;
}

// A thread that reads ahead, as far as window and channel let it.
template <typename Chunk, typename Read>
class ServiceSupply final : public Supply<Chunk> {
 public:
  // REQUIRES: all outlive it. depth 0: a chunk is handed over, or not read on.
  ServiceSupply(Window<Chunk>& window, std::size_t depth, Read& read,
                FirstFailure& failure)
      : failure_(failure), channel_(depth), thread_({.name = "reader"}, [&] {
          while (Held<Chunk> chunk = read_next(window, read, failure)) {
            if (channel_.send(std::move(chunk), failure.stop_token()) !=
                sync::Outcome::done) {
              break;
            }
          }
          // The other end: next(). What was sent is still received.
          channel_.close();
        }) {}

  Held<Chunk> next() override {
    auto chunk = channel_.receive(failure_.stop_token());
    return chunk ? *std::move(chunk) : Held<Chunk>();
  }

 private:
  FirstFailure& failure_;
  sync::Channel<Held<Chunk>> channel_;
  exec::Thread thread_;  // last: it uses the others
};

// Workers read for themselves, in turn: what they read is in their caches.
template <typename Chunk, typename Read>
class MinimalSupply final : public Supply<Chunk> {
 public:
  MinimalSupply(Window<Chunk>& window, Read& read, FirstFailure& failure)
      : window_(window), read_(read), failure_(failure) {}

  Held<Chunk> next() override {
    // WHY the window's permit under the lock: in the order of the stream. Who
    // waits for it here waits for chunks that others have, and they need no
    // lock to finish them.
    std::lock_guard lock(mutex_);
    if (ended_ || failure_.stop_token().stop_requested()) return {};
    Held<Chunk> chunk = read_next(window_, read_, failure_);
    ended_ = chunk == nullptr;
    return chunk;
  }

 private:
  Window<Chunk>& window_;
  Read& read_;
  FirstFailure& failure_;
  std::mutex mutex_;
  bool ended_ = false;  // guarded by mutex_
};

}  // namespace hb::pipeline
