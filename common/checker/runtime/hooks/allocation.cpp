#include "checker/runtime/hooks/allocation.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstring>

#include "checker/runtime/hooks/code_ranges.hpp"
#include "checker/runtime/hooks/real_function.hpp"
#include "checker/runtime/runtime.hpp"

// glibc's own names: malloc cannot ask the loader for the next malloc, since
// the loader may call malloc to answer.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}

namespace hb::checker {
namespace {

HB_REAL(std::size_t, malloc_usable_size, (void*))

// WHY all callers but a few: what libstdc++ allocates for strings and
// exceptions of the test dies with the execution.
bool is_for_test(const void* site) { return in_test() && !keeps_memory(site); }

std::size_t size_of(void* block) {
  return in_heap(block) ? heap_size(block) : real_malloc_usable_size(block);
}

}  // namespace

void* allocate(std::size_t size, std::size_t alignment, const void* site) {
  if (is_for_test(site)) return heap_allocate(size, alignment, site);
  return alignment <= kUsualAlignment ? __libc_malloc(size)
                                      : __libc_memalign(alignment, size);
}

void* allocate_zeroed(std::size_t size, const void* site) {
  if (!is_for_test(site)) return __libc_calloc(1, size);
  void* const block = heap_allocate(size, kUsualAlignment, site);
  const Quiet quiet;
  return std::memset(block, 0, size);
}

void* reallocate(void* block, std::size_t size, const void* site) {
  if (!in_heap(block) && !is_for_test(site)) {
    return __libc_realloc(block, size);
  }
  if (block == nullptr) return heap_allocate(size, kUsualAlignment, site);
  if (size == 0) {
    release(block, site);
    return nullptr;
  }
  if (!in_test()) return nullptr;  // its execution is over
  void* const moved = heap_allocate(size, kUsualAlignment, site);
  {
    const Quiet quiet;
    std::memcpy(moved, block, std::min(size, size_of(block)));
  }
  release(block, site);
  return moved;
}

void release(void* block, const void* site) {
  if (block == nullptr) return;
  if (in_heap(block)) {
    if (in_test()) heap_free(block, site);
    return;
  }
  if (!is_for_test(site)) {
    __libc_free(block);
    return;
  }
  // Older than the execution: it is kept, since the next one finds it again.
  // What is no block at all is reported, or crashes here.
  if (is_test_memory(block) || real_malloc_usable_size(block) == 0) {
    heap_free(block, site);
  }
}

}  // namespace hb::checker
