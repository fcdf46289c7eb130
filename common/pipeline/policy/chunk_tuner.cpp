#include "pipeline/policy/chunk_tuner.hpp"

#include <algorithm>

namespace hb::pipeline {

ChunkTuner::ChunkTuner(const Plan& plan)
    : least_(plan.least_chunk_bytes),
      most_(plan.most_chunk_bytes),
      bytes_(plan.chunk_bytes) {}

void ChunkTuner::record(std::chrono::nanoseconds cpu_time) {
  if (least_ == most_) return;
  const std::scoped_lock lock(mutex_);
  sum_ += cpu_time;
  if (++count_ < kSample) return;
  climb(sum_ / kSample);
  sum_ = {};
  count_ = 0;
}

void ChunkTuner::climb(std::chrono::nanoseconds mean) {
  const std::size_t now = bytes_.load(std::memory_order_relaxed);
  std::size_t next = now;
  if (mean > kSlow) next = std::max(now - std::min(now, kChunkStep), least_);
  if (mean < kFast) next = std::min(now + kChunkStep, most_);
  bytes_.store(next, std::memory_order_relaxed);
}

}  // namespace hb::pipeline
