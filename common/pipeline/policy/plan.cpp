#include "pipeline/policy/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/container/layout.hpp"
#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

constexpr std::size_t kMiB = 1024 * 1024;
constexpr std::size_t kMostWorkers = 128;
constexpr std::size_t kConservativeBytes = 64 * kMiB;
// WHY: two workers stay under 64 MiB in all. The program itself and zstd's
// contexts take 15 of them.
constexpr std::size_t kBytesOfAWorker = 20 * kMiB;

// What a mode says where nobody said otherwise.
struct ModeFigures {
  std::int64_t cpu_tokens;
  std::int64_t io_tokens;
  std::size_t chunk_bytes;
  // WHY not always 128 KiB: a level that takes long would have its chunks
  // tuned down to where they no longer compress well. Level 3 looks back 2 MiB.
  std::size_t least_chunk_bytes;
  SchedulerKind scheduler;
};

ModeFigures figures_of(Optimize mode, const Machine& machine) {
  const auto cores = static_cast<std::int64_t>(machine.processors);
  const std::int64_t device = machine.device_depth;
  switch (mode) {
    case Optimize::latency:
      return {cores / 2, device, kLeastChunk, kLeastChunk, SchedulerKind::fair};
    case Optimize::resources:
      return {cores - 2, std::max<std::int64_t>(device / 2, 2), kMiB,
              kLeastChunk, SchedulerKind::simple};
    case Optimize::balanced:
      return {cores - 1, device, kMiB, kLeastChunk, SchedulerKind::simple};
    case Optimize::throughput:
      break;
  }
  return {cores, device + device / 2, kMostChunk, 2 * kMiB,
          SchedulerKind::simple};
}

template <typename T>
void check(const char* option, const std::optional<T>& value, T least, T most) {
  if (value && (*value < least || most < *value)) {
    throw Failure(
        FailureKind::usage, Stage::walk, "",
        fmt::format("{}={}: from {} to {}", option, *value, least, most));
  }
}

void check(const Options& options) {
  check<std::int64_t>("--cpu-tokens", options.cpu_tokens, 1, 1024);
  check<std::int64_t>("--io-tokens", options.io_tokens, 1, 1024);
  check<std::size_t>("--workers", options.workers, 1, kMostWorkers);
  check<std::size_t>("--channel-depth", options.channel_depth, 0, 4096);
  check<std::size_t>("--chunk-size", options.chunk_bytes, 4096,
                     kMostChunkBytes);
}

std::size_t rounded_up(std::uint64_t bytes, std::size_t step) {
  return static_cast<std::size_t>((bytes + step - 1) / step) * step;
}

// Eight chunks a worker, so that the last ones end together; and no more than
// the mode's.
std::size_t chunk_for_size(std::uint64_t file_bytes, std::size_t workers,
                           std::size_t most) {
  const std::uint64_t share = file_bytes / (8 * workers);
  return std::clamp(
      rounded_up(std::min<std::uint64_t>(share, most), kChunkStep),
      std::min(kLeastChunk, most), most);
}

void decide_chunks(const Options& options, const ModeFigures& mode,
                   const Work& work, Plan& plan) {
  if (options.chunk_bytes) {
    plan.chunk_bytes = *options.chunk_bytes;
    plan.least_chunk_bytes = plan.most_chunk_bytes = plan.chunk_bytes;
    return;
  }
  plan.chunk_bytes =
      chunk_for_size(std::max(work.largest_bytes, work.total_bytes),
                     plan.workers, mode.chunk_bytes);
  if (options.chunk_method == ChunkMethod::filesize) {
    plan.least_chunk_bytes = plan.most_chunk_bytes = plan.chunk_bytes;
  } else {
    plan.least_chunk_bytes = std::min(mode.least_chunk_bytes, plan.chunk_bytes);
    plan.most_chunk_bytes = mode.chunk_bytes;
  }
}

}  // namespace

std::size_t optimal_concurrency(std::size_t chunks, std::size_t memory_bytes,
                                std::size_t chunk_bytes,
                                std::size_t processors) {
  return std::max<std::size_t>(
      std::min({chunks, memory_bytes / std::max<std::size_t>(chunk_bytes, 1),
                2 * processors}),
      1);
}

Plan plan_for(const Options& options, const Machine& machine,
              const Work& work) {
  check(options);
  const ModeFigures mode = figures_of(options.optimize, machine);
  Plan plan;
  plan.cpu_tokens =
      options.cpu_tokens.value_or(std::max<std::int64_t>(mode.cpu_tokens, 1));
  plan.io_tokens = options.io_tokens.value_or(mode.io_tokens);
  plan.scheduler = options.scheduler.value_or(mode.scheduler);
  plan.channel_depth = options.channel_depth.value_or(4);

  const std::size_t chunk = options.chunk_bytes.value_or(mode.chunk_bytes);
  const std::size_t least = options.chunk_bytes.value_or(kLeastChunk);
  const auto chunks = static_cast<std::size_t>(
      std::min<std::uint64_t>(work.total_bytes / least + 1, kMostWorkers));
  const auto tokens = static_cast<std::size_t>(plan.cpu_tokens);
  // WHY no more than tokens: a worker beyond them would only wait for one.
  plan.workers = options.workers.value_or(
      std::min({optimal_concurrency(chunks, std::size_t{1} << 40, chunk,
                                    machine.processors),
                tokens, kMostWorkers}));
  decide_chunks(options, mode, work, plan);

  plan.window = 2 * plan.channel_depth + plan.workers;
  const std::size_t memory = options.optimize == Optimize::resources
                                 ? kConservativeBytes
                                 : kBytesOfAWorker * plan.workers;
  const std::size_t fits = memory / plan.most_chunk_bytes;
  plan.window = std::clamp(fits - std::min(fits, plan.workers), plan.workers,
                           plan.window);
  // WHY one less where it is fair: a large file never has all of them.
  plan.tokens_per_file = plan.scheduler == SchedulerKind::fair
                             ? std::max<std::int64_t>(plan.cpu_tokens - 1, 1)
                             : plan.cpu_tokens;
  return plan;
}

}  // namespace hb::pipeline
