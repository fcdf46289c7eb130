// From what the user asks for, and what the machine has, to figures.
//
//   mode        CPU tokens   I/O tokens     chunk    scheduler  memory
//   throughput  cores        1.5 x device   4 MiB    simple     what it takes
//   latency     cores / 2    device         128 KiB  fair       what it takes
//   balanced    cores - 1    device         1 MiB    simple     what it takes
//   resources   cores - 2    device / 2     1 MiB    simple     64 MiB
//
// Source: source 003's modes; each figure at least 1, I/O tokens at least 2.
#pragma once

#include <cstddef>
#include <cstdint>

#include "pipeline/options.hpp"

namespace hb::pipeline {

inline constexpr std::size_t kChunkStep = 128 * 1024;
inline constexpr std::size_t kLeastChunk = 128 * 1024;
inline constexpr std::size_t kMostChunk = 4 * 1024 * 1024;

struct Machine {
  std::size_t processors = 1;
  std::int64_t device_depth = 12;  // requests that keep its device busy
};

struct Work {
  std::uint64_t largest_bytes = 0;  // of its largest file
  std::uint64_t total_bytes = 0;
};

// Every figure decided.
struct Plan {
  std::int64_t cpu_tokens = 1;
  std::int64_t io_tokens = 12;
  std::int64_t tokens_per_file = 1;  // of the CPU's; the local level
  std::size_t workers = 1;
  std::size_t channel_depth = 4;
  std::size_t window = 8;             // chunks in flight, at most
  std::size_t chunk_bytes = 0;        // raw, where the tuner starts
  std::size_t least_chunk_bytes = 0;  // how far it may go
  std::size_t most_chunk_bytes = 0;
  SchedulerKind scheduler = SchedulerKind::simple;

  // Of all buffers, if chunks are as large as they may be and do not shrink.
  // The contexts of the compressor come on top.
  std::size_t buffer_bytes() const {
    return (window + workers) * most_chunk_bytes;
  }
};

// Explicit options win over the mode. Throws Failure (usage) for what cannot
// be.
Plan plan_for(const Options& options, const Machine& machine, const Work& work);

// Workers that are of use: no more than there are chunks, than fit into the
// memory, than twice the processors. At least 1.
std::size_t optimal_concurrency(std::size_t chunks, std::size_t memory_bytes,
                                std::size_t chunk_bytes,
                                std::size_t processors);

}  // namespace hb::pipeline
