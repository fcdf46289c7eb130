// Benchmark 11: what a buffer costs before anything is in it
//
// Question  A buffer for each chunk: from the system, from the allocator, or
//           one that was used before? And is it the lock of a pool that costs,
//           or the pages of a fresh buffer?
// Method    A buffer is got, each of its pages is touched (`fill`: each byte is
//           written), and it is given back: the time is that of one such chunk,
//           with one thread and with two, pinned to two processors. Below a row
//           stand page faults and allocations (new, malloc, mmap) a chunk,
//           after a first trial that does not count. Each row checks what it
//           wrote. touch/answer is the BufferPool of exercise 11a. `memory`: 32
//           MiB in chunks of 128 KiB, all of them read before the first is
//           worked on, and one after the other; peak_MiB is what the memory of
//           the process grew by.
// Run       ./workbook bench 11     interleaved: read the median and the spread

#include <benchmark/benchmark.h>
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "allocations.hpp"
#include "benchmark/two_thread_trial.hpp"
#include "buffers.hpp"

namespace hb {
namespace {

enum class Use { touch, fill };

// Writes and reads again. Returns whether it was there.
bool use_buffer(std::byte* memory, std::size_t bytes, Use use, int value) {
  const auto byte = static_cast<std::byte>(value);
  if (use == Use::fill) {
    std::memset(memory, value & 0xff, bytes);
  } else {
    for (std::size_t at = 0; at < bytes; at += kPage) memory[at] = byte;
  }
  benchmark::ClobberMemory();
  return memory[0] == byte && memory[(bytes - 1) / kPage * kPage] == byte;
}

std::int64_t page_faults() {
  rusage usage = {};
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_minflt;
}

// What all threads of all trials came to.
struct Counted {
  std::atomic<std::int64_t> chunks = 0;
  std::atomic<std::int64_t> faults = 0;
  std::atomic<std::int64_t> allocations = 0;
  std::atomic<bool> is_right = true;
};

template <typename Way>
void work(Way& way, std::size_t bytes, Use use, std::int64_t chunks,
          Counted& counted) {
  const std::int64_t faults_before = page_faults();
  const std::int64_t allocations_before = allocations;
  bool is_right = true;
  for (std::int64_t chunk = 0; chunk < chunks; ++chunk) {
    way.with_buffer([&](std::byte* memory) {
      is_right &= use_buffer(memory, bytes, use, static_cast<int>(chunk));
    });
  }
  counted.chunks += chunks;
  counted.faults += page_faults() - faults_before;
  counted.allocations += allocations - allocations_before;
  if (!is_right) counted.is_right = false;
}

void say(benchmark::State& state, const Counted& counted) {
  if (!counted.is_right) state.SkipWithError("wrote over another's buffer");
  const auto chunks = static_cast<double>(counted.chunks);
  state.counters["faults"] = static_cast<double>(counted.faults) / chunks;
  state.counters["allocations"] =
      static_cast<double>(counted.allocations) / chunks;
}

struct Shape {
  std::size_t bytes = 0;
  Use use = Use::touch;
  TrialOptions options;
};

template <typename Way>
void one_thread(benchmark::State& state, const Shape& shape) {
  using Clock = std::chrono::steady_clock;
  const auto chunks =
      std::clamp<std::int64_t>(static_cast<std::int64_t>(state.max_iterations),
                               shape.options.fewest, shape.options.most);
  Way way(shape.bytes);
  Counted warm_up, counted;
  work(way, shape.bytes, shape.use, 2, warm_up);
  while (state.KeepRunningBatch(chunks)) {
    const auto start = Clock::now();
    work(way, shape.bytes, shape.use, chunks, counted);
    state.SetIterationTime(
        std::chrono::duration<double>(Clock::now() - start).count());
  }
  say(state, counted);
}

template <typename Way>
void two_threads(benchmark::State& state, const Shape& shape) {
  TwoThreadTrials trials(state, shape.options);
  Way way(shape.bytes);
  Counted warm_up, counted;
  const auto job = [&](std::int64_t chunks, Counted& into) {
    return [&way, &shape, chunks, &into] {
      work(way, shape.bytes, shape.use, chunks, into);
    };
  };
  const auto warm = job(16, warm_up);
  trials.warm_up({warm, warm});
  const auto all = job(trials.operations(), counted);
  while (trials.keep_running()) trials.run({all, all});
  say(state, counted);
}

// -------------------------------------------------------------------- memory

// A value of /proc/self/status, in MiB.
double status_mib(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string key; status >> key;) {
    double kib = 0;
    if (key == name + ":" && status >> kib) return kib / 1024;
  }
  return 0;
}

// What the peak of the process's memory grows by while work() runs.
template <typename Work>
double peak_growth_mib(Work work) {
  malloc_trim(0);  // what earlier rows have freed is no memory to start with
  std::ofstream("/proc/self/clear_refs") << 5;  // the peak is what is there now
  const double before = status_mib("VmHWM");
  work();
  return status_mib("VmHWM") - before;
}

constexpr std::size_t kChunk = std::size_t{128} << 10;
constexpr int kChunks = 256;

// #region memory
bool batch() {
  std::vector<Memory> chunks;
  for (int n = 0; n < kChunks; ++n) {
    chunks.push_back(std::make_unique_for_overwrite<std::byte[]>(kChunk));
    use_buffer(chunks.back().get(), kChunk, Use::fill, n);
  }
  bool is_right = true;
  for (int n = 0; n < kChunks; ++n) {
    is_right &=
        chunks[static_cast<std::size_t>(n)][0] == static_cast<std::byte>(n);
  }
  return is_right;
}

bool stream() {
  sync::BufferPool pool({.bytes = kChunk, .keep = 2});
  bool is_right = true;
  for (int n = 0; n < kChunks; ++n) {
    const sync::Expected<sync::Buffer> chunk = pool.acquire();
    is_right &= use_buffer(chunk->data(), kChunk, Use::fill, n);
  }
  return is_right;
}
// #endregion memory

void measure_memory(benchmark::State& state, bool (*way)()) {
  using Clock = std::chrono::steady_clock;
  double peak = 0;
  while (state.KeepRunningBatch(kChunks)) {
    bool is_right = false;
    peak = std::max(
        peak, peak_growth_mib([&] {
          const auto start = Clock::now();
          is_right = way();
          state.SetIterationTime(
              std::chrono::duration<double>(Clock::now() - start).count());
        }));
    if (!is_right) state.SkipWithError("lost a chunk");
  }
  state.counters["peak_MiB"] = peak;
}

template <typename Way>
void add(const std::string& name, const std::string& size, const Shape& shape) {
  const auto with = [&](const char* threads, auto measure) {
    benchmark::RegisterBenchmark(
        (name + "/" + size + ", " + threads).c_str(),
        [=](benchmark::State& state) { measure(state, shape); })
        ->UseManualTime();
  };
  with("one thread", one_thread<Way>);
  with("two threads", two_threads<Way>);
}

// The first way of each group is the naive one, for the runner to compare.
void add_all(const std::string& use, const std::string& size, Shape shape,
             std::int64_t few) {
  Shape dear = shape;
  dear.options = {.fewest = few, .most = 10 * few};
  add<Mmap>(use + "/mmap", size, dear);
  add<Zeroed>(use + "/vector", size, shape);
  add<Malloc>(use + "/malloc", size, shape);
  add<ForOverwrite>(use + "/for_overwrite", size, shape);
  add<MutexPool>(use + "/pool", size, shape);
  add<Freelist>(use + "/lockfree", size, shape);
  add<ThreadCache>(use + "/thread_cache", size, shape);
  add<Library>(use + "/library", size, shape);
  add<Answer>(use + "/answer", size, shape);
}

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  const auto add_memory = [](const char* name, bool (*way)()) {
    benchmark::RegisterBenchmark(name, [way](benchmark::State& state) {
      hb::measure_memory(state, way);
    })->UseManualTime();
  };
  add_memory("memory/batch", hb::batch);
  add_memory("memory/stream", hb::stream);
  using hb::Use;
  constexpr std::size_t kKiB = 1024;
  hb::add_all("touch", "128 KiB",
              {128 * kKiB, Use::touch, {.fewest = 2'000, .most = 20'000}}, 50);
  hb::add_all("touch", "4 MiB",
              {4096 * kKiB, Use::touch, {.fewest = 200, .most = 1'000}}, 2);
  hb::add_all("fill", "128 KiB",
              {128 * kKiB, Use::fill, {.fewest = 1'000, .most = 5'000}}, 50);

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
