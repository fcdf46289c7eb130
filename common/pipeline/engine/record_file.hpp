// The records in the output, one behind the other.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <stop_token>

#include "pipeline/engine/chunk.hpp"
#include "pipeline/engine/ledger.hpp"
#include "pipeline/engine/waiting.hpp"
#include "pipeline/files/file.hpp"
#include "pipeline/metrics/metrics.hpp"
#include "sync/resource_manager.hpp"

namespace hb::pipeline {

// What the three writers have in common.
class RecordFile {
 public:
  RecordFile(const File& file, std::uint64_t first, Ledger& ledger,
             sync::ResourceManager& resources, Metrics& metrics,
             std::stop_token stop)
      : file_(file),
        end_(first),
        ledger_(ledger),
        resources_(resources),
        metrics_(metrics),
        queue_(Gauge::writer_queue_depth, metrics),
        stop_(std::move(stop)) {}

  // A record is ready: it will be appended, by any of the three.
  void coming() { queue_.come(); }

  // Behind what is there. REQUIRES: one thread at a time.
  void append(Chunk& chunk);
  // The same by any thread: a place of its own for each, in no order.
  void append_positional(Chunk& chunk);
  // The same, one after the other.
  void append_locked(Chunk& chunk);

  // REQUIRES: nobody appends.
  std::uint64_t end() const { return end_.load(std::memory_order_relaxed); }

 private:
  bool write(Chunk& chunk, std::uint64_t offset);
  void show_permits();

  const File& file_;
  std::atomic<std::uint64_t> end_;
  std::mutex mutex_;
  Ledger& ledger_;
  sync::ResourceManager& resources_;
  Metrics& metrics_;
  Waiting queue_;
  const std::stop_token stop_;
};

}  // namespace hb::pipeline
