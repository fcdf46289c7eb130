// What the user asks for. What follows from it: policy/plan.hpp.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  // From here on a file waits its turn, where the scheduler is fair.
  std::uint64_t large_file_bytes = 10'000'000;
  int level = 3;                              // of zstd, 1..19
  Cipher cipher = Cipher::none;
  // Of compress, encrypt, checksum, ocr, llm. Empty: compress and checksum, and
  // encrypt with a key.
  std::vector<std::string> stages;
  std::optional<std::int64_t> calls_per_minute;  // of the slow stages
  std::int64_t burst = 1;
  OnError on_error = OnError::automatic;
  std::chrono::milliseconds grace{5000};
  std::optional<std::filesystem::path> checkpoint;
  std::chrono::milliseconds checkpoint_interval{1000};
  bool resume = false;

  // Is this stage asked for?
  bool wants(std::string_view stage) const {
    if (stages.empty()) return stage != "ocr" && stage != "llm";
    return std::ranges::find(stages, stage) != stages.end();
  }
};

}  // namespace hb::pipeline
