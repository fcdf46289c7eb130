// The buffers that chunks are in, and where in them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "pipeline/metrics/metrics.hpp"
#include "sync/buffer_pool.hpp"

namespace hb::pipeline {

// Thread-safe. All of one size, so that what is compressed into one can take
// the place of what it was.
class Buffers {
 public:
  // `bytes`: that can be used of each. `keep`: how many are in use at once.
  Buffers(std::size_t bytes, std::size_t keep, Metrics& metrics);

  // Never waits: the window bounds them.
  sync::Buffer take();

  // WHY not all of it: large ones begin where a huge page does.
  std::span<std::byte> room(const sync::Buffer& buffer) const;

  bool all_returned() const { return pool_.counts().in_use == 0; }

 private:
  const std::size_t bytes_;
  Metrics& metrics_;
  sync::BufferPool pool_;
  std::atomic<std::size_t> counted_ = 0;  // allocations that metrics_ knows
};

}  // namespace hb::pipeline
