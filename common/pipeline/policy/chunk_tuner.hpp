// How large the next chunk is: by hill climbing on the time that chunks take.
//
// Small chunks cost a hand-over each and compress worse; large ones make others
// wait. Where the mean of some chunks is over 5 ms the next are one step
// smaller, where it is under 0.5 ms one step larger.
// Source: source 003, phase 3; steps of 128 KiB.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "pipeline/policy/plan.hpp"

namespace hb::pipeline {

// Thread-safe: workers record, the reader asks.
class ChunkTuner {
 public:
  static constexpr std::chrono::nanoseconds kSlow{5'000'000};
  static constexpr std::chrono::nanoseconds kFast{500'000};
  static constexpr std::uint32_t kSample = 8;  // chunks to a mean

  // Fixed where the plan's limits are the same.
  explicit ChunkTuner(const Plan& plan);

  // WHY relaxed: a size that is some chunks old is as good.
  std::size_t chunk_bytes() const {
    return bytes_.load(std::memory_order_relaxed);
  }

  // Of a whole chunk: the short one at a file's end tells nothing.
  void record(std::chrono::nanoseconds cpu_time);

 private:
  void climb(std::chrono::nanoseconds mean);

  const std::size_t least_;
  const std::size_t most_;
  std::atomic<std::size_t> bytes_;
  std::mutex mutex_;
  std::chrono::nanoseconds sum_{0};  // guarded by mutex_
  std::uint32_t count_ = 0;          // guarded by mutex_
};

}  // namespace hb::pipeline
