// What moves between two processors' caches: a line.
#pragma once

#include <cstddef>

namespace hb::sync {

inline constexpr std::size_t cache_line = 64;

// Brings the line at `address` here, to be written soon; never faults. WHY not
// __builtin_prefetch: without -mprfchw it asks for a copy to read, and the
// write would ask again. Processors without the instruction do nothing.
inline void prefetch_to_write([[maybe_unused]] const void* address) {
#if defined(__x86_64__)
  asm volatile("prefetchw %0" : : "m"(*static_cast<const char*>(address)));
#elif defined(__GNUC__)
  __builtin_prefetch(address, 1);
#endif
}

}  // namespace hb::sync
