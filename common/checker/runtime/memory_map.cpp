#include "checker/runtime/memory_map.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>

namespace hb::checker {
namespace {

void* map(void* at, std::size_t size, int flags) {
  void* const mapped =
      mmap(at, size, PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);
  if (mapped == MAP_FAILED) {
    std::perror("error: no address space for the checker (ulimit -v?)");
    _exit(kEnvironmentBroken);
  }
  return mapped;
}

}  // namespace

void* map_at(std::uintptr_t address, std::size_t size) {
  // WHY: an address is all there is to say where.
  return map(reinterpret_cast<void*>(address), size, MAP_FIXED_NOREPLACE);
}

void* map_anywhere(std::size_t size) { return map(nullptr, size, 0); }

void protect(std::uintptr_t address, std::size_t size) {
  mprotect(reinterpret_cast<void*>(address), size, PROT_NONE);
}

}  // namespace hb::checker
