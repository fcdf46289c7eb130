#include "pipeline/engine/worker.hpp"

#include <ctime>
#include <utility>

namespace hb::pipeline {
namespace {

std::chrono::nanoseconds thread_cpu_time() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) +
         std::chrono::nanoseconds(now.tv_nsec);
}

}  // namespace

Sealing::Sealing(std::size_t workers, const ContainerKeys& keys,
                 Buffers& buffers, sync::ResourceManager& resources,
                 ChunkTuner& tuner, SlowServices& services, Metrics& metrics,
                 std::stop_token stop)
    : keys_(keys),
      buffers_(buffers),
      resources_(resources),
      tuner_(tuner),
      services_(services),
      metrics_(metrics),
      queue_(Gauge::cpu_queue_depth, metrics),
      stop_(std::move(stop)) {
  workers_.reserve(workers);
  for (std::size_t n = 0; n < workers; ++n) {
    workers_.push_back(std::make_unique<Worker>(keys_));
  }
}

bool Sealing::seal(std::size_t worker, Chunk& chunk) {
  queue_.go();
  const auto begin = Clock::now();
  metrics_.record(Timing::cpu_queue_wait, begin - chunk.read_at);
  // WHY before the token: who waits for a service computes nothing.
  if (!services_.wait_for_llm() || !services_.wait_for_ocr()) return false;
  const auto before = Clock::now();
  auto lease = chunk.limit->task_lease(stop_);
  if (!lease) return false;
  metrics_.record(Timing::cpu_permit_wait, Clock::now() - before);
  show_permits();

  if (!services_.compute_ocr(chunk.used())) return false;
  const auto cpu_before = thread_cpu_time();
  chunk.bytes = seal_with(*workers_[worker], chunk);
  const auto cpu_time = thread_cpu_time() - cpu_before;

  chunk.sealed_at = Clock::now();
  metrics_.record(Timing::chunk_cpu_time, cpu_time);
  if (chunk.is_whole) tuner_.record(cpu_time);
  lease->cpu.release();
  show_permits();
  return true;
}

void Sealing::show_permits() {
  const sync::MeteredSemaphore& cpu = resources_.cpu();
  metrics_.set(Gauge::cpu_permits_available, cpu.capacity() - cpu.in_use());
  metrics_.set(Gauge::active_workers, cpu.in_use());
}

std::size_t Sealing::seal_with(Worker& worker, Chunk& chunk) {
  if (!worker.spare) worker.spare = buffers_.take();
  const auto into = buffers_.room(*worker.spare);
  const std::size_t bytes = worker.sealer.seal(chunk.number, chunk.is_last,
                                               chunk.used(), into, chunk.entry);
  std::swap(chunk.buffer, worker.spare);
  chunk.memory = into;
  return bytes;
}

}  // namespace hb::pipeline
