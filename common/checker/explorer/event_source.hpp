// What the explorer explores: a program that asks for one operation a thread
// and goes on once it is told what the operation gave.
//
// Two implementations: the litmus interpreter, and the runtime that runs
// compiled C++ on fibers.
#pragma once

#include <cstdint>
#include <memory>

#include "checker/graph/clock.hpp"
#include "checker/graph/event.hpp"
#include "checker/verdict_kind.hpp"

namespace hb::checker {

// What a thread wants to do next.
struct Request {
  EventKind kind = EventKind::read;
  Operation operation = Operation::none;
  Order order = Order::plain;
  Order failure_order = Order::plain;
  std::uint8_t size = 0;
  bool view_only = false;
  std::int16_t location = -1;
  std::int16_t other = -1;
  std::uint64_t operand = 0;
  std::uint64_t operand2 = 0;
  const void* site = nullptr;
};

// The event that `thread` asks for, its number `index`, before it is known what
// it reads or where it goes.
inline Event event_of(const Request& request, int thread, int index) {
  Event e;
  e.kind = request.kind;
  e.operation = request.operation;
  e.thread = static_cast<std::int8_t>(thread);
  e.order = e.effective = request.order;
  e.failure_order = request.failure_order;
  e.size = request.size;
  e.view_only = request.view_only;
  e.index = static_cast<std::int16_t>(index);
  e.location = request.location;
  e.other = request.other;
  e.operand = request.operand;
  e.operand2 = request.operand2;
  e.site = request.site;
  if (e.kind == EventKind::write) {
    e.value_written = e.operand & mask_of(e.size);
  }
  return e;
}

class EventSource {
 public:
  virtual ~EventSource() = default;

  // Starts a new execution: thread 0 runs to its first request.
  virtual void start() = 0;

  // What `thread` wants to do; null if it does not exist, has ended, or the
  // source has given up on this execution. Stable until resume().
  virtual const Request* request(int thread) const = 0;
  // Threads 0 to thread_count() - 1 exist, or did.
  virtual int thread_count() const = 0;

  // The explorer has decided: `event` of its thread happens now. For a write:
  // `is_newest` if memory must now hold its value. Here memory changes, and
  // accesses are checked against plain ones. `clock` is what the thread knows
  // in the order happens-before, this event included, until its next event.
  virtual void perform(const Event& event, bool is_newest,
                       const Clock& clock) = 0;
  // After perform() of an `end`, request() of that thread is null.
  // The operation gave `result`, having read `value_read`: `thread` runs to its
  // next request. For a create event, `other` of it starts too, and its first
  // request is `begin`.
  virtual void resume(int thread, std::uint64_t result,
                      std::uint64_t value_read) = 0;

  // A hash of everything that decides what `thread` does next: its stack,
  // registers and own plain writes. Called while it has a request.
  virtual std::uint64_t state_hash(int thread) = 0;

  // Virtual time of a thread, in nanoseconds. The explorer joins it along every
  // acquire; what sleeps or times out advances its own.
  virtual std::int64_t time_of(int thread) const = 0;
  virtual void advance_time(int thread, std::int64_t to) = 0;

  // The state of a location before its first event.
  virtual std::uint64_t initial_value(int location) = 0;
  virtual int location_count() const = 0;

  // The running execution as it is now, between two events, to come back to:
  // cheaper than to run its beginning again. Null if the source cannot.
  struct Saved {
    virtual ~Saved() = default;
  };
  virtual std::shared_ptr<const Saved> save() { return nullptr; }
  virtual void restore(const Saved& /*saved*/) {}

  // Every thread has ended. Last chance to fail: leaks, outliving threads.
  virtual void finish() = 0;

  // Why this execution is rejected; null if it is not (yet).
  virtual const Failure* failure() const = 0;
};

}  // namespace hb::checker
