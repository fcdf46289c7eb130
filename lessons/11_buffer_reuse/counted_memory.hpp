// Counts what this program allocates: operator new is replaced for all of it.
//
// Thread safety: all functions, from any thread.
#pragma once

#include <cstddef>

namespace hb {

inline constexpr std::size_t kChunk = 64 * 1024;  // bytes

struct MemoryCounts {
  std::size_t allocations = 0;  // of any size
  std::size_t buffers = 0;      // of them, of at least a chunk
  std::size_t peak = 0;         // bytes in buffers, at most, at one time
};

// Returns the counts since the last reset.
MemoryCounts memory_counts();
void reset_memory_counts();

}  // namespace hb
