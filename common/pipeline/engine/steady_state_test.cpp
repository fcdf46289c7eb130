// What a chunk allocates, once the run has everything it needs: nothing.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "pipeline/engine/testing.hpp"

namespace {

// WHY relaxed: a count, read when the threads have ended.
std::atomic<std::uint64_t> allocations = 0;

void* counted_memory(std::size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* const memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t bytes) { return counted_memory(bytes); }
void* operator new[](std::size_t bytes) { return counted_memory(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace hb::pipeline {
namespace {

using namespace pack_testing;  // NOLINT: a test's own helpers

// Of a run over one file of so many chunks, but for its buffers: how many it
// makes depends on who is fast.
std::uint64_t allocations_of(std::size_t chunks, SpawnStyle style,
                             WriterKind writer, ReaderKind reader) {
  const ScratchFolder folder;
  write_file(folder / "in", some_bytes(chunks * 4096, 1));
  PackJob job = job_for(folder / "in", folder / "out");
  job.options.spawn_style = style;
  job.options.writer = writer;
  job.options.reader = reader;
  const Plan plan = small_plan();
  Metrics metrics(plan.cpu_tokens, plan.io_tokens);
  const std::uint64_t before = allocations.load(std::memory_order_relaxed);
  const PackReport report = pack(job, plan, metrics);
  const std::uint64_t after = allocations.load(std::memory_order_relaxed);
  EXPECT_EQ(report.chunks, chunks);
  const MetricsView view = metrics.view();
  EXPECT_LE(view.counter(Counter::buffers_allocated),
            plan.window + plan.workers);
  return after - before - view.counter(Counter::buffers_allocated);
}

// A thread's first chunk, first lock or first record may allocate, and how many
// threads get that far differs from run to run: some tens, whatever the number
// of chunks. WHY not the style `threads`: a thread a chunk is an allocation a
// chunk, and that is what it is there to show.
constexpr std::uint64_t kWarmUp = 30;

TEST(SteadyState, AllocatesNothingForAChunk) {
  for (const SpawnStyle style :
       {SpawnStyle::stream, SpawnStyle::tasks, SpawnStyle::fibers}) {
    for (const WriterKind writer :
         {WriterKind::ordered, WriterKind::positional, WriterKind::mutex}) {
      for (const ReaderKind reader :
           {ReaderKind::service, ReaderKind::minimal}) {
        EXPECT_LT(allocations_of(220, style, writer, reader),
                  allocations_of(20, style, writer, reader) + kWarmUp)
            << static_cast<int>(style) << static_cast<int>(writer)
            << static_cast<int>(reader);
      }
    }
  }
}

}  // namespace
}  // namespace hb::pipeline
