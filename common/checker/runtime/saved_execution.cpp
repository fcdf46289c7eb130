#include "checker/runtime/saved_execution.hpp"

#include <algorithm>
#include <cstring>

#include "checker/runtime/block.hpp"
#include "checker/runtime/cell.hpp"
#include "checker/runtime/fiber.hpp"
#include "checker/runtime/heap.hpp"
#include "checker/runtime/isolation.hpp"
#include "checker/runtime/memory_map.hpp"
#include "checker/runtime/shadow.hpp"
#include "checker/runtime/thread_block.hpp"

namespace hb::checker {

SavedExecution::SavedExecution() {
  ranges_.reserve(48);
  add_runtime();
  const Globals globals = globals_of_executable();
  add(reinterpret_cast<const void*>(globals.begin),
      globals.end - globals.begin);
  for (int t = 0; t < execution().thread_count; ++t) add_fiber(t);
  add_memory_from_before();
  copy();
  if (expectations() != nullptr) recorded_ = expectations()->recorded();
}

void SavedExecution::add(const void* begin, std::size_t size) {
  if (size > 0) {
    ranges_.push_back({reinterpret_cast<std::uintptr_t>(begin), size});
  }
}

void SavedExecution::add_runtime() {
  const ExecutionState& now = execution();
  add(now.fibers, sizeof(Fiber) * std::size_t(now.thread_count));
  const auto* const behind = reinterpret_cast<const char*>(&now.running);
  add(behind, std::size_t(reinterpret_cast<const char*>(&now + 1) - behind));
  const Arrays& all = arrays();
  add(all.cells, now.cells * sizeof(Cell));
  add(all.atomic_cells, now.atomic_cells * sizeof(AtomicCell));
  add(all.blocks, now.blocks * sizeof(Block));
  add(all.spans, now.spans * sizeof(RegionSpan));
}

void SavedExecution::add_fiber(int thread) {
  const Fiber& fiber = execution().fibers[thread];
  const std::uintptr_t slot = slot_of(thread);
  add(reinterpret_cast<const void*>(slot + kHeapBegin), fiber.heap_used);
  if (!fiber.exists || fiber.ended) return;
  add(arrays().calls[thread],
      std::size_t(std::min(fiber.depth, kMaxCalls)) * sizeof(void*));
  // WHY also what is below the frames: it shows through their holes, in the
  // hash of the stack.
  const std::uintptr_t low = lowest_of_stack(fiber);
  add(reinterpret_cast<const void*>(low), slot + kStackEnd - low);
  const auto context = reinterpret_cast<std::uintptr_t>(fiber.context);
  if (context < slot + kServiceStackEnd) {
    add(fiber.context, slot + kServiceStackEnd - context);
  }
  for_each_thread_local(
      thread, [&](const void* begin, std::size_t size) { add(begin, size); });
}

void SavedExecution::add_memory_from_before() {
  const UndoEntry* const entries = arrays().undo;
  undo_.assign(entries, entries + execution().undo_entries);
  undone_.resize(undo_.size());
  for (std::size_t i = 0; i < undo_.size(); ++i) {
    std::memcpy(&undone_[i], reinterpret_cast<const void*>(undo_[i].address),
                undo_[i].size);
  }
}

void SavedExecution::copy() {
  std::size_t size = 0;
  for (const Range& range : ranges_) size += range.size;
  bytes_ = std::make_unique_for_overwrite<char[]>(size);
  char* to = bytes_.get();
  for (const Range& range : ranges_) {
    std::memcpy(to, reinterpret_cast<const void*>(range.begin), range.size);
    to += range.size;
  }
}

void SavedExecution::restore() const {
  undo_writes();
  std::uintptr_t lowest[kMaxThreads];
  for (int t = 0; t < kMaxThreads; ++t) {
    lowest[t] = execution().fibers[t].lowest_stack;
    clean_stack_of(t);
  }
  const char* from = bytes_.get();
  for (const Range& range : ranges_) {
    std::memcpy(reinterpret_cast<void*>(range.begin), from, range.size);
    from += range.size;
  }
  for (int t = 0; t < kMaxThreads; ++t) {
    execution().fibers[t].lowest_stack = lowest[t];
  }
  std::copy(undo_.begin(), undo_.end(), arrays().undo);
  execution().undo_entries = static_cast<std::uint32_t>(undo_.size());
  for (std::size_t i = 0; i < undo_.size(); ++i) {
    std::memcpy(reinterpret_cast<void*>(undo_[i].address), &undone_[i],
                undo_[i].size);
  }
  reindex_cells();
  reindex_blocks();
  forget_failure();
  if (expectations() != nullptr) expectations()->set_recorded(recorded_);
}

}  // namespace hb::checker
