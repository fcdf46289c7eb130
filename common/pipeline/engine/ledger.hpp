// What has been written so far, and so what the index will say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "pipeline/container/layout.hpp"
#include "pipeline/engine/chunk.hpp"
#include "pipeline/engine/pack.hpp"
#include "pipeline/files/tree.hpp"
#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

// Thread-safe but for take_index(). Writes the checksums, segments, sizes and
// errors of the tree's items, which nobody else touches.
class Ledger {
 public:
  // `chunks`: of a run that is resumed. `small_file_bytes`: whose latency is
  // recorded.
  // `least_chunk_bytes`: to know how much memory it will take, at most.
  Ledger(Tree& tree, std::vector<ChunkEntry> chunks,
         std::size_t least_chunk_bytes, std::size_t small_file_bytes,
         Metrics& metrics);

  // A chunk is written, where its entry says.
  void wrote(const Chunk& chunk);
  void ended(const std::vector<ItemEnd>& ends);

  // An index of chunks in order and items as in the tree, for a checkpoint:
  // a copy.
  Index copy_index() const;
  // The same at the end: what is moved away. REQUIRES: nobody else calls.
  Index take_index();

  std::vector<ItemFailure> failures() const;

 private:
  void end(const ItemEnd& end);

  Tree& tree_;
  const std::size_t least_chunk_bytes_;
  const std::size_t small_file_bytes_;
  Metrics& metrics_;
  const Clock::time_point start_ = Clock::now();
  mutable std::mutex mutex_;
  std::vector<ChunkEntry> chunks_;     // guarded by mutex_, by number
  std::vector<ItemFailure> failures_;  // guarded by mutex_
};

}  // namespace hb::pipeline
