#include "checker/runtime/state.hpp"

#include "checker/runtime/block.hpp"
#include "checker/runtime/cell.hpp"
#include "checker/runtime/runtime.hpp"

namespace {
hb::checker::Registers nobody;
}  // namespace

hb::checker::Mode hb_mode = hb::checker::Mode::off;
hb::checker::Registers* hb_registers = &nobody;

namespace hb::checker {

namespace detail {
constinit ExecutionState execution_state = {};
constinit Arrays all_arrays = {};
Exploring exploring_state;
}  // namespace detail

namespace {

template <typename Element>
Element* array_of(std::uint32_t elements) {
  return static_cast<Element*>(map_anywhere(elements * sizeof(Element)));
}

}  // namespace

void prepare_state() {
  Arrays& all = detail::all_arrays;
  if (all.cells != nullptr) return;
  all.cells = array_of<Cell>(Arrays::kCells);
  all.atomic_cells = array_of<AtomicCell>(Arrays::kAtomicCells);
  all.blocks = array_of<Block>(Arrays::kBlocks);
  all.undo = array_of<UndoEntry>(Arrays::kUndo);
  all.spans = array_of<RegionSpan>(Arrays::kSpans);
  all.calls = static_cast<const void*(*)[kMaxCalls]>(
      map_anywhere(sizeof(*all.calls) * kMaxThreads));
}

void reset_execution() {
  ExecutionState& now = execution();
  for (Fiber& fiber : now.fibers) {
    fiber.exists = fiber.has_request = fiber.ended = false;
  }
  now.running = -1;
  now.thread_count = 0;
  // Entry 0 of these is nobody's, so that 0 in an index says "none".
  now.cells = now.atomic_cells = now.blocks = 1;
  now.live_blocks = 0;
  now.heap_bytes = 0;
  now.undo_entries = 0;
  now.spans = 0;
  constexpr unsigned kFirstOwnKey = 1024;
  now.next_key = kFirstOwnKey;
}

void forget_failure() {
  Exploring& all = exploring();
  all.failed = false;
  all.failed_thread = -1;
  all.failed_address = 0;
}

bool in_test() { return hb_mode == Mode::test || hb_mode == Mode::recording; }

}  // namespace hb::checker
