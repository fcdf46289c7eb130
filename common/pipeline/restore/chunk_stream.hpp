// Chunks of a container, opened by several threads, seen in order by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>

#include "pipeline/container/reading.hpp"
#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

// `position` counts the chunks that are visited, from 0.
class ChunkVisitor {
 public:
  virtual ~ChunkVisitor() = default;

  // In order, by one thread, before the other two are called for it.
  virtual void begin(std::size_t position) = 0;
  // By any worker, several at once, in any order.
  virtual void in_parallel(std::size_t position,
                           std::span<const std::byte> raw) = 0;
  // In order, by the calling thread, after in_parallel() of it.
  virtual void in_order(std::size_t position,
                        std::span<const std::byte> raw) = 0;
};

struct StreamOptions {
  std::size_t workers = 1;       // 0: the calling thread does it all
  Stage stage = Stage::restore;  // for the message of a stop
};

// Opens chunks[0], chunks[1], ... At most 2 * workers + 1 are in memory.
// A single one is opened by the calling thread.
// Throws the error of the first position that has one, or Failure
// (interrupted) after a stop; no thread is left then.
void visit_chunks(const Container& container,
                  std::span<const std::uint64_t> chunks, ChunkVisitor& visitor,
                  const StreamOptions& options, Metrics& metrics,
                  std::stop_token stop);

}  // namespace hb::pipeline
