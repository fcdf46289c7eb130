#include "checker/runtime/recorder.hpp"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>

#include "checker/report/stack_capture.hpp"
#include "checker/runtime/block.hpp"
#include "checker/runtime/location_table.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {
namespace {

// A place in an execution that events may still be taken out of: after the
// first `events` of the thread.
struct Moment {
  int thread = -1;
  int events = 0;
};

struct Access {
  Moment moment;
  bool is_write = false;
  bool is_racing = false;
  std::uintptr_t address = 0;
  std::size_t size = 0;
  CallStack stack;
};

struct BlockHistory {
  Moment allocated;
  CallStack allocated_stack;
  Moment freed;
  CallStack freed_stack;
};

struct Recording {
  std::uintptr_t address = 0;
  std::unordered_map<std::uint32_t, CallStack> events;  // by thread and index
  std::unordered_map<std::uint64_t, Access> last;  // by thread, kind and byte
  std::unordered_map<std::uint32_t, BlockHistory> blocks;
  std::vector<Access> shown;
  CallStack asked[kMaxThreads];  // where each thread stands
  CallStack failure;
};
std::unique_ptr<Recording> recording;

constexpr std::size_t kFrames = 64;

CallStack stack_here() {
  const int thread = execution().running;
  if (thread < 0) return {};
  Frame frames[kFrames];
  const std::size_t count =
      capture_stack(frames, kFrames, slot_of(thread) + kStackEnd);
  return CallStack(frames, frames + count);
}

Moment moment_here() {
  const int thread = execution().running;
  return {thread, thread < 0 ? 0 : execution().fibers[thread].epoch - 1};
}

std::uint32_t key_of(int thread, int index) {
  return static_cast<std::uint32_t>(thread) << 16 |
         static_cast<std::uint32_t>(index);
}

std::uint64_t key_of(int thread, bool is_write, std::uintptr_t byte) {
  return static_cast<std::uint64_t>(thread * 2 + is_write) << 48 | byte;
}

// Turns moments into places of the order.
class Places {
 public:
  Places(const ExecutionGraph& graph, const std::vector<std::int16_t>& order) {
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Event& e = graph.event(order[i]);
      if (e.thread < 0) continue;
      place_[key_of(e.thread, e.index)] = static_cast<int>(i);
    }
  }
  int of(Moment moment) const {
    if (moment.thread < 0) return -1;
    if (moment.events == 0) return 0;
    const auto found = place_.find(key_of(moment.thread, moment.events - 1));
    return found == place_.end() ? -1 : found->second + 1;
  }

 private:
  std::unordered_map<std::uint32_t, int> place_;
};

LocationKind kind_of(UsedAs used_as) {
  switch (used_as) {
    case UsedAs::atomic:
      return LocationKind::atomic;
    case UsedAs::lock:
      return LocationKind::object;
    case UsedAs::waiters:
      return LocationKind::waiters;
    case UsedAs::guard:
      return LocationKind::guard;
  }
  return LocationKind::object;
}

void add_locations(RecordedExecution& result, const ExecutionGraph& graph) {
  for (int i = 0; i < locations().size(); ++i) {
    const Location& location = locations()[i];
    RecordedLocation recorded;
    recorded.address = location.address;
    recorded.size = location.used_as == UsedAs::atomic ? location.size : 0;
    recorded.kind = kind_of(location.used_as);
    if (std::size_t(i) < graph.writes.size()) {
      recorded.writes = graph.writes[std::size_t(i)];
    }
    result.locations.push_back(std::move(recorded));
  }
}

ThreadState state_of(const Fiber& fiber, const ExecutionGraph& graph) {
  if (fiber.ended) return ThreadState::ended;
  const auto& own = graph.of_thread[fiber.number];
  if (!fiber.has_request || own.empty()) return ThreadState::running;
  if (fiber.request.kind == EventKind::join) return ThreadState::waiting;
  if (graph.event(own.back()).blocked) return ThreadState::waiting;
  return fiber.request.operation == Operation::load ? ThreadState::spinning
                                                    : ThreadState::running;
}

void add_threads(RecordedExecution& result, const ExecutionGraph& graph) {
  const ExecutionState& now = execution();
  for (int t = 0; t < now.thread_count; ++t) {
    const Fiber& fiber = now.fibers[t];
    RecordedThread thread;
    if (fiber.exists) {
      thread.creator = fiber.parent;
      thread.state = state_of(fiber, graph);
      thread.stack_begin = fiber.stack_begin;
      thread.stack_end = slot_of(t) + kStackEnd;
      if (!fiber.ended) thread.last = recording->asked[t];
      if (!fiber.ended && fiber.has_request &&
          fiber.request.kind == EventKind::join) {
        thread.joins = fiber.request.other;
      }
    }
    result.threads.push_back(std::move(thread));
  }
  for (const RecordedEvent& recorded : result.events) {
    const Event& e = recorded.event;
    if (e.kind != EventKind::create) continue;
    if (std::size_t(e.other) < result.threads.size()) {
      result.threads[std::size_t(e.other)].created = recorded.stack;
    }
  }
}

bool is_in(std::uintptr_t address, const Block& block) {
  constexpr std::size_t kJustBehind = 16;
  return address - block.address < block.room + kJustBehind;
}

bool is_of_interest(const RecordedExecution& result, const Block& block) {
  const auto holds = [&](const auto& part) {
    return is_in(part.address, block);
  };
  return std::any_of(result.locations.begin(), result.locations.end(), holds) ||
         std::any_of(result.accesses.begin(), result.accesses.end(), holds) ||
         (result.failure && is_in(result.failure->address, block)) ||
         std::any_of(result.events.begin(), result.events.end(),
                     [&](const RecordedEvent& recorded) {
                       const Event& e = recorded.event;
                       return e.value_written == block.address ||
                              e.value_read == block.address;
                     });
}

void add_blocks(RecordedExecution& result, const Places& places) {
  for (std::uint32_t i = 1; i < execution().blocks; ++i) {
    const Block& block = arrays().blocks[i];
    if (!is_of_interest(result, block)) continue;
    const BlockHistory& history = recording->blocks[i];
    RecordedBlock recorded;
    recorded.address = block.address;
    recorded.size = block.size;
    recorded.thread = block.thread;
    recorded.ordinal = block.ordinal;
    recorded.allocated = history.allocated_stack;
    recorded.allocated_place = places.of(history.allocated);
    recorded.freed_by = block.freed_by;
    recorded.freed = history.freed_stack;
    recorded.freed_place = places.of(history.freed);
    result.blocks.push_back(std::move(recorded));
  }
}

RecordedFailure failure_of(const Execution& ended) {
  const Exploring& all = exploring();
  RecordedFailure result;
  result.failure = *ended.failure;
  result.thread = all.failed_thread;
  result.stack = recording->failure;
  if (result.stack.empty() && result.thread >= 0) {
    result.stack = recording->asked[result.thread];
  }
  result.file = all.file;
  result.line = all.line;
  result.address = all.failed_address;
  return result;
}

Access access_here(Moment moment, std::uintptr_t address, std::size_t size,
                   bool is_write) {
  return {moment, is_write, false, address, size, stack_here()};
}

}  // namespace

bool is_recording() { return recording != nullptr; }

void start_recording(std::uintptr_t address) {
  recording = std::make_unique<Recording>();
  recording->address = address;
}

void record_request(int thread) {
  if (!recording) return;
  recording->asked[thread] = stack_here();
}

const CallStack& stack_of_request(int thread) {
  return recording->asked[thread];
}

void record_event(const Event& event) {
  if (!recording) return;
  recording->events[key_of(event.thread, event.index)] =
      recording->asked[event.thread];
}

void remember_access(std::uintptr_t address, std::size_t size, bool is_write,
                     const void*) {
  if (!recording) return;
  constexpr std::size_t kMostOfOneAccess = 64;
  const std::uintptr_t first = recording->address;
  if (address >= first + kMostOfOneAccess || address + size <= first) return;
  const Access access = access_here(moment_here(), address, size, is_write);
  const std::uintptr_t begin = std::max(address, first);
  const std::uintptr_t end = std::min(address + size, first + kMostOfOneAccess);
  for (std::size_t i = begin - address; i < end - address; ++i) {
    recording->last[key_of(access.moment.thread, is_write, address + i)] =
        access;
  }
}

void record_access(int thread, std::uintptr_t address, std::size_t size,
                   bool is_write, const void*, bool is_racing) {
  if (!recording) return;
  Moment moment = moment_here();
  if (moment.thread < 0) {
    moment = {thread, execution().fibers[thread].epoch - 1};
  }
  Access access = access_here(moment, address, size, is_write);
  if (access.stack.empty()) access.stack = recording->asked[thread];
  access.is_racing = is_racing;
  recording->shown.push_back(std::move(access));
}

void record_conflict(int thread, std::uintptr_t address, std::size_t size,
                     bool is_write, bool is_atomic, const void* site, int other,
                     bool other_is_write) {
  if (!recording) return;
  constexpr std::size_t kEnough = 1024;
  for (std::size_t i = 0; i < std::min(size, kEnough); ++i) {
    const auto found =
        recording->last.find(key_of(other, other_is_write, address + i));
    if (found == recording->last.end()) continue;
    Access first = found->second;
    first.is_racing = true;
    recording->shown.push_back(std::move(first));
    break;
  }
  // An atomic access is an event, and shown as one.
  if (!is_atomic) {
    record_access(thread, address, size, is_write, site, true);
  }
}

void record_allocation(std::uint32_t block) {
  if (!recording) return;
  BlockHistory& history = recording->blocks[block];
  history.allocated = moment_here();
  history.allocated_stack = stack_here();
}

void record_free(std::uint32_t block) {
  if (!recording) return;
  BlockHistory& history = recording->blocks[block];
  history.freed = moment_here();
  history.freed_stack = stack_here();
}

void record_failure() {
  if (recording) recording->failure = stack_here();
}

RecordedExecution finish_recording(const Execution& ended) {
  RecordedExecution result;
  const Places places(ended.graph, ended.order);
  for (const Event& e : ended.graph.events) {
    RecordedEvent recorded{e, {}};
    if (e.thread >= 0) {
      recorded.stack = std::move(recording->events[key_of(e.thread, e.index)]);
    }
    result.events.push_back(std::move(recorded));
  }
  result.order = ended.order;
  if (ended.failure != nullptr) result.failure = failure_of(ended);
  for (Access& access : recording->shown) {
    RecordedAccess shown;
    shown.thread = access.moment.thread;
    shown.is_write = access.is_write;
    shown.is_racing = access.is_racing;
    shown.place = std::max(0, places.of(access.moment));
    shown.address = access.address;
    shown.size = static_cast<std::uint32_t>(access.size);
    shown.stack = std::move(access.stack);
    result.accesses.push_back(std::move(shown));
  }
  add_locations(result, ended.graph);
  add_threads(result, ended.graph);
  add_blocks(result, places);
  recording.reset();
  return result;
}

}  // namespace hb::checker
