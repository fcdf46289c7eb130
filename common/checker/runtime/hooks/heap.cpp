// malloc and its relatives. (strdup and others of libc's call it themselves,
// and get memory of the real heap.)
#include <malloc.h>

#include <bit>
#include <cerrno>
#include <cstdlib>

#include "checker/runtime/hooks/allocation.hpp"
#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL_AS(usable_size, std::size_t(void*), "malloc_usable_size")

void* null_with(int error) {
  errno = error;
  return nullptr;
}

}  // namespace

HB_ENTRY void* malloc(std::size_t size) noexcept {
  return allocate(size, kUsualAlignment, HB_CALLER);
}

HB_ENTRY void* calloc(std::size_t count, std::size_t size) noexcept {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(count, size, &bytes)) return null_with(ENOMEM);
  return allocate_zeroed(bytes, HB_CALLER);
}

HB_ENTRY void* realloc(void* block, std::size_t size) noexcept {
  return reallocate(block, size, HB_CALLER);
}

HB_ENTRY void free(void* block) noexcept { release(block, HB_CALLER); }

HB_ENTRY void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  if (!std::has_single_bit(alignment)) return null_with(EINVAL);
  return allocate(size, alignment, HB_CALLER);
}

HB_ENTRY void* memalign(std::size_t alignment, std::size_t size) noexcept {
  return allocate(size, std::bit_ceil(alignment), HB_CALLER);
}

HB_ENTRY int posix_memalign(void** block, std::size_t alignment,
                            std::size_t size) noexcept {
  if (!std::has_single_bit(alignment) || alignment < sizeof(void*)) {
    return EINVAL;
  }
  void* const allocated = allocate(size, alignment, HB_CALLER);
  if (allocated == nullptr) return ENOMEM;
  *block = allocated;
  return 0;
}

HB_ENTRY std::size_t malloc_usable_size(void* block) noexcept {
  return block != nullptr && in_heap(block) ? heap_size(block)
                                            : real_usable_size(block);
}
