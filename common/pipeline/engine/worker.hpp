// From raw bytes to a record: what a worker does with a chunk.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "pipeline/container/codec.hpp"
#include "pipeline/engine/buffers.hpp"
#include "pipeline/engine/chunk.hpp"
#include "pipeline/engine/slow_services.hpp"
#include "pipeline/engine/waiting.hpp"
#include "pipeline/metrics/metrics.hpp"
#include "pipeline/policy/chunk_tuner.hpp"
#include "sync/buffer_pool.hpp"
#include "sync/resource_manager.hpp"

namespace hb::pipeline {

// Thread-safe, as long as no two calls at a time are of the same worker.
class Sealing {
 public:
  // REQUIRES: all that is referred to outlives it.
  Sealing(std::size_t workers, const ContainerKeys& keys, Buffers& buffers,
          sync::ResourceManager& resources, ChunkTuner& tuner,
          SlowServices& services, Metrics& metrics, std::stop_token stop);

  // A chunk is ready to be worked on: seal() will be called with it.
  void coming() { queue_.come(); }

  // Compresses and seals into the worker's spare buffer, which takes the place
  // of the chunk's; that one is the next spare. Waits for the
  // slow services, for a permit of the chunk's file and then for a CPU token.
  // False: stopped.
  bool seal(std::size_t worker, Chunk& chunk);

 private:
  struct Worker {
    explicit Worker(const ContainerKeys& keys) : sealer(keys) {}
    Sealer sealer;
    std::optional<sync::Buffer> spare;
  };

  std::size_t seal_with(Worker& worker, Chunk& chunk);
  void show_permits();

  const ContainerKeys& keys_;
  Buffers& buffers_;
  sync::ResourceManager& resources_;
  ChunkTuner& tuner_;
  SlowServices& services_;
  Metrics& metrics_;
  Waiting queue_;
  const std::stop_token stop_;
  std::vector<std::unique_ptr<Worker>> workers_;  // each by one at a time
};

}  // namespace hb::pipeline
