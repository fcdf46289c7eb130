#include "pipeline/engine/buffers.hpp"

#include <sys/mman.h>

#include <memory>

namespace hb::pipeline {
namespace {

constexpr std::size_t kHugePage = 2 * 1024 * 1024;

std::byte* next_huge_page(std::byte* memory) {
  const auto address = reinterpret_cast<std::uintptr_t>(memory);
  return memory + (kHugePage - address % kHugePage) % kHugePage;
}

// The whole huge pages in it are asked for as such: 1.7 us for each first touch
// of 4 KiB is 1.7 ms for a chunk, and the table of pages stays in the cache.
// WHY the whole ones alone: the rest would be rounded up to 2 MiB.
std::unique_ptr<std::byte[]> allocate(std::size_t bytes) {
  auto memory = std::make_unique_for_overwrite<std::byte[]>(bytes);
  std::byte* const first = next_huge_page(memory.get());
  const auto left = static_cast<std::size_t>(memory.get() + bytes - first);
  if (const std::size_t whole = left / kHugePage * kHugePage; whole != 0) {
    ::madvise(first, whole, MADV_HUGEPAGE);  // advice: may fail
  }
  return memory;
}

bool is_large(std::size_t bytes) { return bytes >= kHugePage; }

std::size_t with_slack(std::size_t bytes) {
  return is_large(bytes) ? bytes + kHugePage - 1 : bytes;
}

}  // namespace

Buffers::Buffers(std::size_t bytes, std::size_t keep, Metrics& metrics)
    : bytes_(bytes),
      metrics_(metrics),
      pool_({.bytes = with_slack(bytes),
             .keep = keep,
             .allocate = is_large(bytes)
                             ? allocate
                             : std::make_unique_for_overwrite<std::byte[]>}) {}

sync::Buffer Buffers::take() {
  sync::Buffer buffer = *pool_.acquire();
  // WHY so: another thread may allocate at the same moment, and each allocation
  // is to be counted once. WHY relaxed: counts, that order nothing.
  const sync::BufferPoolCounts counts = pool_.counts();
  const std::size_t now = counts.allocated;
  std::size_t before = counted_.load(std::memory_order_relaxed);
  while (before < now && !counted_.compare_exchange_weak(
                             before, now, std::memory_order_relaxed)) {
  }
  if (before < now) {
    metrics_.count(Counter::buffers_allocated, now - before);
  } else {
    metrics_.count(Counter::buffers_reused);
  }
  metrics_.set(Gauge::memory_used_bytes,
               static_cast<std::int64_t>(counts.in_use * bytes_));
  return buffer;
}

std::span<std::byte> Buffers::room(const sync::Buffer& buffer) const {
  std::byte* const memory = buffer.data();
  return {is_large(bytes_) ? next_huge_page(memory) : memory, bytes_};
}

}  // namespace hb::pipeline
