// One event of an execution graph.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "checker/graph/clock.hpp"
#include "checker/graph/operation.hpp"

namespace hb::checker {

enum class EventKind : std::uint8_t {
  initial,  // the value of a location before its first event; of no thread
  read,     // an atomic load, or the first half of every other operation
  write,    // an atomic store, or the second half of an effective update
  fence,
  create,  // `other` is the thread created
  begin,   // reads from its create
  end,
  join,    // reads from the end of `other`
  idle,    // every thread waited, so the clock moved to a deadline; `operand2`
  choice,  // one of `operand` alternatives: which block operator new returns
  give_up  // only asked for: a bound was reached, the thread goes no further
};

// Where an event is: 16-bit numbers keep it small, since the work list holds
// whole graphs.
struct Event {
  EventKind kind = EventKind::initial;
  Operation operation = Operation::none;
  std::int8_t thread = -1;
  Order order = Order::plain;  // as written in the program
  Order failure_order = Order::plain;
  Order effective = Order::plain;  // after it is known whether it wrote
  std::uint8_t size = 0;           // bytes
  std::uint8_t choice = 0;
  bool is_update = false;  // half of an operation that reads and writes
  bool blocked = false;    // the operation cannot happen at the value it read
  bool view_only = false;  // must see what was known to every earlier notifier
  bool unchanged = false;  // an update that leaves the state as it was
  bool reduced = false;    // where it changes nothing, it is a mere read
  bool due = false;  // choice 1 since the clock moved, not as an alternative

  std::int16_t index = 0;        // in its thread, from 0
  std::int16_t reads_from = -1;  // event
  std::int16_t location = -1;
  std::int16_t position = 0;  // of a write, in the location's mo
  std::int16_t other = -1;    // the thread that is created or joined

  std::uint64_t operand = 0;
  std::uint64_t operand2 = 0;
  std::uint64_t value_read = 0;
  std::uint64_t value_written = 0;
  std::uint64_t result = 0;      // what the operation returns to its thread
  std::uint64_t state_hash = 0;  // of its thread, when it asked; see spin rule
  const void* site = nullptr;    // the return address of the call
};
static_assert(sizeof(Event) <= 88);

// The second half of an update, whose first half is `read`.
inline Event write_half_of(const Event& read) {
  Event write;
  write.kind = EventKind::write;
  write.operation = read.operation;
  write.thread = read.thread;
  write.order = read.order;
  write.effective = read.effective;
  write.size = read.size;
  write.is_update = true;
  write.unchanged = read.unchanged;
  write.index = static_cast<std::int16_t>(read.index + 1);
  write.location = read.location;
  write.operand = read.operand;
  write.value_written = read.value_written;
  write.site = read.site;
  return write;
}

// What an idle event comes after: all that had happened when every thread
// waited. Kept in fields that such an event does not need.
inline void set_barrier(Event& idle, const Clock& barrier) {
  static_assert(sizeof(Clock) == 4 * sizeof(std::uint64_t));
  const auto words = std::bit_cast<std::array<std::uint64_t, 4>>(barrier);
  idle.value_read = words[0];
  idle.value_written = words[1];
  idle.result = words[2];
  idle.state_hash = words[3];
}
inline Clock barrier_of(const Event& idle) {
  return std::bit_cast<Clock>(std::array<std::uint64_t, 4>{
      idle.value_read, idle.value_written, idle.result, idle.state_hash});
}

}  // namespace hb::checker
