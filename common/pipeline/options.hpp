// What the user asks for. What follows from it: policy/plan.hpp.
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

// As given: what is empty follows from `optimize` (policy/plan.hpp).
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

}  // namespace hb::pipeline
