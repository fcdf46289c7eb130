// Which heap a call is for. The test's own is emptied after each execution.
#pragma once

#include <cstddef>

namespace hb::checker {

inline constexpr std::size_t kUsualAlignment = 16;

// Null if memory is used up, outside of a test; there it is a failure.
void* allocate(std::size_t size, std::size_t alignment, const void* site);
void* allocate_zeroed(std::size_t size, const void* site);
void* reallocate(void* block, std::size_t size, const void* site);
void release(void* block, const void* site);

}  // namespace hb::checker
