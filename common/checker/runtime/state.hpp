// The state of the runtime. It lives in this library's own data, which is not
// restored between executions.
//
// What belongs to one execution is plain data in a few places, so that a whole
// execution can be saved and brought back by copying them:
//
//   execution()          one struct: the fibers, and how much of each array is
//                        in use
//   cells, atomic_cells, blocks, undo_log, spans, calls   arrays, see Arrays
//   memory of the test   globals, stacks, thread blocks, heap
//
// The indexes into cells and blocks need no saving: an entry counts only if
// what it points at agrees (but see reindex_cells()).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "checker/explorer/event_source.hpp"
#include "checker/graph/clock.hpp"
#include "checker/runtime/memory_map.hpp"
#include "checker/verdict_kind.hpp"

namespace hb::checker {

// What the entry points do. They are called by everybody: before main(), by the
// loader, by the explorer itself.
enum class Mode : std::uint8_t {
  off,        // nothing
  test,       // a fiber runs the test
  recording,  // the same, once more, and everything is written down
  doomed      // a failing EXPECT: the fiber ends at its next entry point
};

// Where the test's code stood when it called the runtime. Filled by the entry
// stubs (entry_stub.hpp), which know this layout.
struct Registers {
  std::uint64_t rbp, r12, r13, r14, r15;
  std::uint64_t stack_pointer;  // there: rbx, then the return address
  std::uint64_t service_stack;  // where the runtime's code is to run
};

struct Cell;
struct AtomicCell;
struct Block;

constexpr int kMaxCalls = 1024;       // of the shadow call stack
constexpr int kMaxOpenRegions = 16;   // nested, in one thread
constexpr int kMaxSpecifics = 64;     // pthread_setspecific, in one thread
constexpr int kMaxDestructors = 128;  // at the end of one thread
constexpr int kMaxRounds = 64;        // call stacks that gave way, in a thread
constexpr int kRecentlyFreed = 8;     // blocks that a thread may get again

struct RegionCounts {
  int locks = 0;
  int futex_waits = 0;
  int wakes = 0;
  int allocations = 0;
  int polling_reads = 0;
};

struct OpenRegion {
  const char* name;
  int begin;  // events of the thread before it
  RegionCounts counts;
};

struct RegionSpan {
  const char* name;
  int thread;
  int begin;
  int end;
  RegionCounts counts;
};

struct Fiber {
  // --- written by the entry points, read by them at once: kept together
  Registers registers;
  Clock view;                 // what the thread knows; all of itself
  std::uint32_t write_stamp;  // what Cell::last_write is after a write now
  std::int16_t epoch;         // of its accesses, until its next event
  std::int16_t number;
  std::uint64_t impure;  // own writes, but to its stack
  std::uintptr_t stack_begin;

  // --- the switch
  void* context;
  std::uint64_t thread_pointer;  // of the lender of its thread-local storage
  std::uint64_t result;          // of the request
  std::uint64_t value_read;
  Request request;
  bool exists;
  bool has_request;
  bool ended;
  bool view_loads;
  std::int16_t waits_at;        // the location where it last became a waiter
  bool wrote;                   // an effective write since it last gave way
  std::uintptr_t lowest_stack;  // seen, in any execution

  // --- the thread
  void* (*function)(void*);
  void* argument;
  void* value_returned;
  int parent;
  int children;
  int depth;  // of its call stack
  std::int64_t time;
  std::uint64_t random;
  const void* last_load_site;
  std::int16_t last_load_location;

  int specifics;
  struct Specific {
    unsigned key;
    const void* value;
  } specific[kMaxSpecifics];
  int destructors;
  struct Destructor {
    void (*destroy)(void*);
    void* object;
  } destructor[kMaxDestructors];
  int rounds;
  struct Round {
    std::uint64_t calls;
    int count;
  } round[kMaxRounds];
  int open_regions;
  OpenRegion open_region[kMaxOpenRegions];

  // --- the heap
  std::size_t heap_used;
  int allocations;
  int freed;
  std::uint32_t recently_freed[kRecentlyFreed];
};

struct ExecutionState {
  Fiber fibers[kMaxThreads];
  int running;  // fiber, or -1
  int thread_count;
  std::uint32_t cells;
  std::uint32_t atomic_cells;
  std::uint32_t blocks;
  std::uint32_t live_blocks;
  std::size_t heap_bytes;
  std::uint32_t undo_entries;
  std::uint32_t spans;
  unsigned next_key;
};

struct UndoEntry {
  std::uintptr_t address;
  std::uint64_t bytes;
  std::uint32_t size;
};

struct Arrays {
  static constexpr std::uint32_t kCells = 1u << 20;
  static constexpr std::uint32_t kAtomicCells = 1u << 15;
  static constexpr std::uint32_t kBlocks = 1u << 18;
  static constexpr std::uint32_t kUndo = 1u << 20;
  static constexpr std::uint32_t kSpans = 1u << 12;

  Cell* cells;
  AtomicCell* atomic_cells;
  Block* blocks;
  UndoEntry* undo;
  RegionSpan* spans;
  const void* (*calls)[kMaxCalls];  // of each thread
};

// What stays the same for all executions of one exploration.
struct Exploring {
  bool active = false;
  bool time_is_idle = false;
  int retries = 2;
  std::function<void()> body;
  std::uint64_t own_thread_pointer = 0;
  bool has_fsgsbase = false;
  Failure failure = {Kind::failure, ""};
  bool failed = false;
  int failed_thread = -1;
  std::uintptr_t failed_address = 0;
  std::string file;  // of a failed EXPECT or assert
  int line = 0;
  std::string refusal;  // why this test cannot be judged; or empty
  std::vector<std::string> unseen;
  std::uint64_t progress = 0;  // resumes, for the watch over endless loops
};

}  // namespace hb::checker

// Known to the entry stubs by these names.
extern "C" {
[[gnu::visibility("hidden")]] extern hb::checker::Mode hb_mode;
// Of the running fiber: its first member. Of nobody outside of one.
[[gnu::visibility("hidden")]] extern hb::checker::Registers* hb_registers;
}

namespace hb::checker {

ExecutionState& execution();
const Arrays& arrays();
Exploring& exploring();

// REQUIRES: a fiber runs.
inline Fiber& running_fiber();

// Maps the arrays. Once a process.
void prepare_state();
// An execution in which nothing has happened yet.
void reset_execution();

// The execution that starts now has not failed yet.
void forget_failure();

// This test cannot be judged, for a reason that is no defect of it. Like
// fail(); refuse_here() leaves the fiber.
void refuse(const std::string& sentence);
[[noreturn]] void refuse_here(const std::string& sentence);

namespace detail {
[[gnu::visibility("hidden")]] extern ExecutionState execution_state;
[[gnu::visibility("hidden")]] extern Arrays all_arrays;
[[gnu::visibility("hidden")]] extern Exploring exploring_state;
}  // namespace detail

inline ExecutionState& execution() { return detail::execution_state; }
inline const Arrays& arrays() { return detail::all_arrays; }
inline Exploring& exploring() { return detail::exploring_state; }
inline Fiber& running_fiber() {
  return *reinterpret_cast<Fiber*>(hb_registers);
}

}  // namespace hb::checker
