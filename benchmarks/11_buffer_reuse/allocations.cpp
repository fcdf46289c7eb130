#include "allocations.hpp"

#include <cstdlib>
#include <new>

namespace hb {

thread_local std::int64_t allocations = 0;

void* counted_malloc(std::size_t bytes) {
  ++allocations;
  return std::malloc(bytes);
}

}  // namespace hb

// Counts, and does what the library's own does. WHY not inlined: g++ would see
// a free() of what a new has given, and warn.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  if (void* memory = hb::counted_malloc(bytes)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
