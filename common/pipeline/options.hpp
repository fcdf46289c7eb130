// What the user asks for, and what follows from it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace hb::pipeline {

enum class SpawnStyle { tasks, stream, fibers, threads };
enum class WriterKind { ordered, positional, mutex };
enum class ReaderKind { service, minimal };
enum class SchedulerKind { simple, fair };
enum class ChunkMethod { filesize, hillclimb };
enum class StorageType { automatic, nvme, ssd, hdd };
enum class Optimize { throughput, latency, resources, balanced };
enum class OnError { automatic, stop, go_on };  // automatic: stop for one file
enum class Cipher : std::uint8_t {
  none = 0,
  aes_256_gcm = 1,
  xchacha20_poly1305 = 2,
};

// As given: what is empty is decided by plan_for().
struct Options {
  Optimize optimize = Optimize::throughput;
  std::optional<std::int64_t> cpu_tokens;
  std::optional<std::int64_t> io_tokens;  // --io-qdepth is the same
  StorageType storage = StorageType::automatic;
  std::optional<std::size_t> channel_depth;  // 4; 0 is a rendezvous
  std::optional<std::size_t> workers;        // 1..128
  SpawnStyle spawn_style = SpawnStyle::stream;
  ReaderKind reader = ReaderKind::service;
  WriterKind writer = WriterKind::ordered;
  std::optional<SchedulerKind> scheduler;
  ChunkMethod chunk_method = ChunkMethod::hillclimb;
  std::optional<std::size_t> chunk_bytes;
  std::size_t small_file_bytes = 256 * 1024;  // 0: no fast path
  int level = 3;                              // of zstd, 1..19
  Cipher cipher = Cipher::none;
  bool compress = true;
  std::optional<std::int64_t> calls_per_minute;  // of the simulated slow stage
  OnError on_error = OnError::automatic;
  std::chrono::milliseconds grace{5000};
  std::optional<std::filesystem::path> checkpoint;
  std::chrono::milliseconds checkpoint_interval{1000};
  bool resume = false;
  std::optional<std::size_t> threads;  // processors to count on
};

// What a run works with: every figure decided.
struct Plan {
  std::int64_t cpu_tokens = 1;
  std::int64_t io_tokens = 12;
  std::int64_t tokens_per_file = 1;
  std::size_t workers = 1;
  std::size_t channel_depth = 4;
  std::size_t window = 8;             // chunks in flight, at most
  std::size_t chunk_bytes = 0;        // raw; where the tuner starts
  std::size_t least_chunk_bytes = 0;  // the tuner's limits
  std::size_t most_chunk_bytes = 0;
  SchedulerKind scheduler = SchedulerKind::simple;
  std::size_t memory_bytes = 0;  // of buffers and contexts, at most
};

// Explicit options win over the mode. `largest_bytes`: of the largest file;
// `total_bytes`: of all. Throws Failure (usage) for what cannot be.
Plan plan_for(const Options& options, std::size_t processors,
              std::int64_t device_depth, std::uint64_t largest_bytes,
              std::uint64_t total_bytes);

}  // namespace hb::pipeline
