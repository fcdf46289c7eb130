#include "counted_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> allocations = 0;
std::atomic<std::size_t> buffers = 0;
std::atomic<std::size_t> in_use = 0;  // bytes in buffers
std::atomic<std::size_t> peak = 0;

// In front of each block stands its size, for operator delete.
constexpr std::size_t kFront = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

void count(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (size < hb::kChunk) return;
  buffers.fetch_add(1, std::memory_order_relaxed);
  // WHY relaxed: these are counts, read after the threads have been joined.
  const std::size_t now =
      in_use.fetch_add(size, std::memory_order_relaxed) + size;
  std::size_t highest = peak.load(std::memory_order_relaxed);
  while (highest < now &&
         !peak.compare_exchange_weak(highest, now, std::memory_order_relaxed)) {
  }
}

}  // namespace

void* operator new(std::size_t size) {
  void* const front = std::malloc(kFront + size);
  if (front == nullptr) throw std::bad_alloc();
  *static_cast<std::size_t*>(front) = size;
  count(size);
  return static_cast<char*>(front) + kFront;
}

void operator delete(void* block) noexcept {
  if (block == nullptr) return;
  void* const front = static_cast<char*>(block) - kFront;
  const std::size_t size = *static_cast<std::size_t*>(front);
  if (size >= hb::kChunk) in_use.fetch_sub(size, std::memory_order_relaxed);
  std::free(front);
}

void operator delete(void* block, std::size_t) noexcept {
  operator delete(block);
}

namespace hb {

MemoryCounts memory_counts() {
  return {allocations.load(), buffers.load(), peak.load()};
}

void reset_memory_counts() {
  allocations = 0;
  buffers = 0;
  peak = in_use.load();
}

}  // namespace hb
