// Blocks that nobody can reach when the test is over, found like a collector
// finds them: every word that looks like a pointer is one.

#include <vector>

#include "checker/runtime/heap.hpp"
#include "checker/runtime/isolation.hpp"
#include "checker/runtime/state.hpp"
#include "checker/runtime/thread_block.hpp"

namespace hb::checker {
namespace {

class Reach {
 public:
  void add_root(std::uintptr_t begin, std::uintptr_t end) {
    constexpr std::uintptr_t kWord = sizeof(std::uintptr_t);
    for (std::uintptr_t at = (begin + kWord - 1) & ~(kWord - 1);
         at + kWord <= end; at += kWord) {
      add(*reinterpret_cast<const std::uintptr_t*>(at));
    }
  }
  void add(std::uintptr_t value) {
    Block* block = block_at(value);
    // A pointer behind the last element keeps its block, too.
    if (block == nullptr && in_heap_of_a_slot(value))
      block = block_at(value - 1);
    if (block == nullptr || block->freed_by >= 0 || block->marked) return;
    block->marked = true;
    waiting_.push_back(block);
  }
  void follow() {
    while (!waiting_.empty()) {
      const Block* const block = waiting_.back();
      waiting_.pop_back();
      add_root(block->address, block->address + block->size);
    }
  }

 private:
  std::vector<Block*> waiting_;
};

}  // namespace

Block* find_leak() {
  const ExecutionState& now = execution();
  if (now.live_blocks == 0) return nullptr;
  Reach reach;
  const Globals globals = globals_of_executable();
  reach.add_root(globals.begin, globals.end);
  for (int t = 0; t < now.thread_count; ++t) {
    const Fiber& fiber = now.fibers[t];
    if (!fiber.exists) continue;
    const ThreadLocals own = executable_thread_locals(t);
    reach.add_root(own.begin, own.end);
    for (int i = 0; i < fiber.specifics; ++i) {
      reach.add(reinterpret_cast<std::uintptr_t>(fiber.specific[i].value));
    }
  }
  for (std::uint32_t i = 0; i < now.undo_entries; ++i) {
    const UndoEntry& entry = arrays().undo[i];
    reach.add_root(entry.address, entry.address + entry.size);
  }
  reach.follow();
  for (std::uint32_t i = 1; i < now.blocks; ++i) {
    Block& block = arrays().blocks[i];
    if (block.freed_by < 0 && !block.marked && block.newer == 0) return &block;
  }
  return nullptr;
}

}  // namespace hb::checker
