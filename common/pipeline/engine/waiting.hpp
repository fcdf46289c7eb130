// How many chunks are between two stages, as a gauge.
#pragma once

#include <atomic>
#include <cstdint>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

// Thread-safe. It counts what is handed over, whatever does it, so that a full
// queue shows with every spawn style and every writer: one more than the
// channel's depth is in the hands of a reader that waits for room.
class Waiting {
 public:
  Waiting(Gauge which, Metrics& metrics) : which_(which), metrics_(metrics) {}

  // WHY relaxed, both: a figure for people. The channel orders the chunks, and
  // a chunk comes before it goes.
  void come() {
    metrics_.set(which_, count_.fetch_add(1, std::memory_order_relaxed) + 1);
  }
  void go() {
    metrics_.set(which_, count_.fetch_sub(1, std::memory_order_relaxed) - 1);
  }

 private:
  const Gauge which_;
  Metrics& metrics_;
  std::atomic<std::int64_t> count_ = 0;
};

}  // namespace hb::pipeline
