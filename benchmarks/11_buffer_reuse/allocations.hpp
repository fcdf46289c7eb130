// How often this thread has asked for memory: by new, malloc or mmap.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hb {

extern thread_local std::int64_t allocations;

void* counted_malloc(std::size_t bytes);

}  // namespace hb
