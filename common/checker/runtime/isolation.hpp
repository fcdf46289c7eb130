// Nothing that one execution writes is seen by the next.
//
//   globals of the executable    restored from a copy
//   memory from before           an undo log: what the test captured by
//   (stack of the caller ...)    reference, say
//   thread-locals, heap, stacks  new each time: thread_block, heap, fiber
#pragma once

#include <cstddef>
#include <cstdint>

namespace hb::checker {

struct Globals {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
};
Globals globals_of_executable();

// Takes the copy. Once an exploration.
void keep_globals();
// Undoes all that was written since; undo_writes() does not touch the globals.
void restore_memory();
void undo_writes();

// Before a write to any memory.
void remember_for_undo(std::uintptr_t address, std::size_t size);
// After a write that did not happen, since its page may not be written.
void forget_undo_of(std::uintptr_t page);

}  // namespace hb::checker
