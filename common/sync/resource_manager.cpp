#include "sync/resource_manager.hpp"

#include <algorithm>
#include <cassert>
#include <thread>
#include <utility>

namespace hb::sync {
namespace {

std::int64_t io_tokens(Storage storage) {
  switch (storage) {
    case Storage::nvme:
      return 24;
    case Storage::ssd:
      return 12;
    case Storage::hdd:
      return 4;
  }
  return 4;
}

}  // namespace

Limits limits_for(Storage storage, std::int64_t memory_bytes,
                  std::size_t processors) {
  const auto all = static_cast<std::int64_t>(processors);
  return {.cpu_tokens = std::max<std::int64_t>(all - 1, 1),
          .io_tokens = io_tokens(storage),
          .memory_bytes = memory_bytes};
}

Limits limits_for(Storage storage, std::int64_t memory_bytes) {
  return limits_for(storage, memory_bytes, std::thread::hardware_concurrency());
}

std::int64_t max_parallel_chunks(std::int64_t max_memory_bytes,
                                 std::int64_t chunk_bytes,
                                 std::int64_t max_concurrent_tasks) {
  assert(chunk_bytes > 0);
  return std::min(max_memory_bytes / chunk_bytes, max_concurrent_tasks);
}

Outcome MeteredSemaphore::take(std::int64_t count, std::stop_token stop) {
  const Outcome at_once = semaphore_.try_take(count);
  if (at_once != Outcome::would_block) return at_once;
  const auto start = std::chrono::steady_clock::now();
  const Outcome outcome = semaphore_.take(count, std::move(stop));
  count_wait(std::chrono::steady_clock::now() - start);
  return outcome;
}

Expected<Permit> MeteredSemaphore::acquire(std::int64_t count,
                                           std::stop_token stop) {
  Expected<Permit> at_once = semaphore_.try_acquire(count);
  if (at_once.outcome() != Outcome::would_block) return at_once;
  const auto start = std::chrono::steady_clock::now();
  Expected<Permit> permit = semaphore_.acquire(count, std::move(stop));
  count_wait(std::chrono::steady_clock::now() - start);
  return permit;
}

void MeteredSemaphore::count_wait(std::chrono::nanoseconds time) {
  waits_.fetch_add(1, std::memory_order_relaxed);
  nanoseconds_.fetch_add(time.count(), std::memory_order_relaxed);
}

Waits MeteredSemaphore::waits() const {
  return {.count = waits_.load(std::memory_order_relaxed),
          .total = std::chrono::nanoseconds(
              nanoseconds_.load(std::memory_order_relaxed))};
}

void ResourceManager::close() {
  cpu_.close();
  io_.close();
  memory_.close();
}

bool ResourceManager::all_returned() const {
  return cpu_.in_use() == 0 && io_.in_use() == 0 && memory_.in_use() == 0;
}

Expected<TaskLease> FileLimit::task_lease(std::int64_t bytes,
                                          std::stop_token stop) {
  // The order of the whole program; each return gives back what is held.
  TaskLease lease;
  Expected<Permit> file = tasks_.acquire(1, stop);
  if (!file) return file.outcome();
  lease.file = *std::move(file);
  if (bytes > 0) {
    Expected<Permit> memory = all_.memory_lease(bytes, stop);
    if (!memory) return memory.outcome();
    lease.memory = *std::move(memory);
  }
  Expected<Permit> cpu = all_.cpu_lease(std::move(stop));
  if (!cpu) return cpu.outcome();
  lease.cpu = *std::move(cpu);
  return lease;
}

}  // namespace hb::sync
