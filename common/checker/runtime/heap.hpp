// The heap of the test: an arena a thread at a fixed place. An address depends
// on nothing but what its thread has allocated before.
#pragma once

#include <cstddef>
#include <cstdint>

#include "checker/runtime/block.hpp"

namespace hb::checker {

void prepare_heap();

// The block that the address lies in, or directly behind the end of; null if
// there is none.
Block* block_at(std::uintptr_t address);

// On a fiber: fails unless the bytes are in one block.
void check_bounds(std::uintptr_t begin, std::uintptr_t end, const void* site);

// `thread` has met this value in an atomic object: if it is the address of a
// block, the block may be the A of an ABA.
void note_seen(int thread, std::uint64_t value);

// A block that nobody can reach any more, or null.
Block* find_leak();

// After the blocks were replaced by those of a saved execution.
void reindex_blocks();

}  // namespace hb::checker
