// The way to a single writer: chunks come in any order and leave in the
// stream's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "pipeline/flow/first_failure.hpp"
#include "pipeline/flow/reorder_buffer.hpp"
#include "pipeline/flow/window.hpp"
#include "sync/channel.hpp"

namespace hb::pipeline {

// deliver() by any worker; close() when all have ended; run() by one thread.
// A Chunk has a `number`; numbers begin with `first` and have no gaps.
template <typename Chunk>
class InOrder {
 public:
  // WHY a channel of the window's size: chunks that were begun always have
  // room, so no worker waits for the writer.
  explicit InOrder(std::size_t window, std::uint64_t first = 0)
      : channel_(window), chunks_(window, first) {}

  void deliver(Held<Chunk> chunk) { channel_.send(std::move(chunk)); }
  void close() { channel_.close(); }

  // Calls write(chunk) in order, until all have been delivered and close() was
  // called. After a failure, its own included, it writes nothing more and gives
  // back what comes, so that nobody waits for a permit for ever.
  template <typename Write>
  void run(Write&& write, FirstFailure& failure) {
    while (auto chunk = channel_.receive()) {
      if (failure.stop_token().stop_requested()) continue;
      const std::uint64_t number = (*chunk)->number;
      chunks_.put(number, *std::move(chunk));
      failure.guard([&] {
        while (auto next = chunks_.take_next()) write(std::move(*next));
      });
    }
    // WHY: after a failure there may be chunks whose turn never comes.
    chunks_ = ReorderBuffer<Held<Chunk>>(1);
  }

 private:
  sync::Channel<Held<Chunk>> channel_;
  ReorderBuffer<Held<Chunk>> chunks_;  // the writer's alone
};

}  // namespace hb::pipeline
