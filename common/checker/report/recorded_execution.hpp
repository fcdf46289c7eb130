// One execution as the runtime recorded it while it ran once more for a report:
// plain data, with addresses instead of names. What it means is worked out by
// the rest of report/.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/graph/event.hpp"
#include "checker/verdict_kind.hpp"

namespace hb::checker {

// One function of a call stack. With the stack pointer its local variables are
// found; with the saved registers, often `this`. Both may be left 0.
struct Frame {
  std::uintptr_t return_address = 0;  // into this function, from what it calls
  std::uintptr_t stack_pointer = 0;   // rsp, once that call has returned
  std::array<std::uint64_t, 6> saved = {};  // rbx, rbp, r12, r13, r14, r15
};

using CallStack = std::vector<Frame>;  // innermost first

struct RecordedEvent {
  Event event;  // reads_from is an index in RecordedExecution::events
  CallStack stack;
  bool is_asked = false;  // step mode: it is what its thread would do next
};

enum class LocationKind : std::uint8_t {
  atomic,
  object,   // mutex, semaphore, reader-writer lock ...
  waiters,  // the threads that sleep on a condition variable or a futex
  guard     // of call_once or a function-local static
};

struct RecordedLocation {
  std::uintptr_t address = 0;
  std::uint32_t size = 0;  // bytes; 0 if not known
  LocationKind kind = LocationKind::atomic;
  // Its writes, as indices in RecordedExecution::events, in modification order.
  std::vector<std::int16_t> writes;
};

// A plain access worth showing: the two that race, or the one that is wrong.
struct RecordedAccess {
  int thread = 0;
  bool is_write = false;
  bool is_racing = false;
  // It happens in RecordedExecution::order before the event at this place.
  int place = 0;
  std::uintptr_t address = 0;
  std::uint32_t size = 0;
  CallStack stack;
};

// A block of the heap that a location, an access or the failure lies in.
// Places are as in RecordedAccess; -1: not known.
struct RecordedBlock {
  std::uintptr_t address = 0;
  std::uint64_t size = 0;
  int thread = 0;   // that allocated it
  int ordinal = 0;  // among the allocations of that thread, from 0
  int allocated_place = -1;
  CallStack allocated;
  int freed_by = -1;  // thread; -1: never
  int freed_place = -1;
  CallStack freed;
};

enum class ThreadState : std::uint8_t { ended, running, waiting, spinning };

struct RecordedThread {
  int creator = -1;                        // -1: thread 0, which runs the body
  CallStack created;                       // by the creator
  std::string name;                        // if the test gave one
  ThreadState state = ThreadState::ended;  // when the execution was over
  std::uintptr_t stack_begin = 0;          // lowest address
  std::uintptr_t stack_end = 0;
  CallStack last;  // where it stands, unless it has ended
  int joins = -1;  // the thread whose end it waits for in join()
};

struct RecordedFailure {
  Failure failure = {Kind::failure, ""};
  int thread = -1;   // that ran into it; -1: none in particular
  CallStack stack;   // where
  std::string file;  // of a failed EXPECT or assert; else empty
  int line = 0;
  std::uintptr_t address = 0;  // used after free, freed twice, leaked
};

struct ExplorationCounts {
  std::int64_t executions = 0;  // complete and rejected ones
  std::int64_t failing = 0;
  std::int64_t blocked = 0;
  std::int64_t cut = 0;    // left where a bound was reached
  int threads = 1;         // the most in any execution
  bool is_replay = false;  // only the one execution was run
  bool sampled = false;    // random ones instead of all
  bool reduced = false;    // executions stand for more than themselves
  std::string limit;  // the limit that was hit: "200000 executions"; or empty
  bool refused = false;  // `limit` is a sentence: why it cannot be judged
  double seconds = 0;
};

struct ExplorationBounds {
  int spurious = 1;
  int timeouts = 2;
  int retries = 2;
  // Whether the test had a place where the bound matters at all.
  bool could_be_spurious = true;
  bool could_time_out = false;
  bool could_retry = false;
};

struct TestName {
  std::string test;      // "Suite.Test"
  std::string exercise;  // "07a"; empty without a workbook
  std::string name;      // "close_means_end", or what the program is called
};

struct RecordedExecution {
  TestName test;
  std::optional<RecordedFailure> failure;  // none: shown for its own sake
  ExplorationCounts counts;
  ExplorationBounds bounds;
  std::vector<std::string> unseen;  // what the checker could not see

  std::vector<RecordedEvent> events;  // in the order of the graph
  std::vector<std::int16_t> order;    // the same, as they were executed
  std::vector<RecordedAccess> accesses;
  std::vector<RecordedLocation> locations;  // by Event::location
  std::vector<RecordedBlock> blocks;
  std::vector<RecordedThread> threads;  // by Event::thread

  std::uint64_t fingerprint = 0;  // of the test's code: for the replay code
  int columns = 110;              // what its table may take
};

}  // namespace hb::checker
