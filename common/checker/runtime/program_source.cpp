#include "checker/runtime/program_source.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "checker/runtime/cell.hpp"
#include "checker/runtime/expectations.hpp"
#include "checker/runtime/fiber.hpp"
#include "checker/runtime/heap.hpp"
#include "checker/runtime/hooks/waiters.hpp"
#include "checker/runtime/isolation.hpp"
#include "checker/runtime/location_table.hpp"
#include "checker/runtime/recorder.hpp"
#include "checker/runtime/requests.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/saved_execution.hpp"
#include "checker/runtime/shadow.hpp"
#include "checker/runtime/state.hpp"
#include "checker/runtime/test_code.hpp"
#include "checker/runtime/thread_block.hpp"
#include "checker/runtime/threads.hpp"

namespace hb::checker {
namespace {

const ExecutionGraph* the_running_graph = nullptr;

Fiber& fiber_of(int thread) { return execution().fibers[thread]; }

// What it knows from now on, until its next event.
void learn(Fiber& fiber, const Clock& clock) {
  fiber.view = clock;
  fiber.view.known[fiber.number] = INT16_MAX;
  fiber.epoch = static_cast<std::int16_t>(clock.known[fiber.number] + 1);
  fiber.write_stamp = write_stamp(fiber.number, fiber.epoch);
}

std::uint64_t load(const Location& location) {
  std::uint64_t value = 0;
  std::memcpy(&value, reinterpret_cast<const void*>(location.address),
              location.size);
  return value;
}

// The rest asks only about an address, and no object has to be there.
bool is_access(const Request& asked) {
  const bool wakes = asked.operation == Operation::notify_one ||
                     asked.operation == Operation::notify_all;
  return !is_sleep(asked.operation) &&
         !(wakes && asked.operand2 == std::uint64_t(Waiting::at_futex));
}

void make_child(const Event& create) {
  const Fiber& parent = fiber_of(create.thread);
  const Request& asked = parent.request;
  make_fiber(create.other, create.thread,
             reinterpret_cast<void* (*)(void*)>(asked.operand),
             reinterpret_cast<void*>(asked.operand2));
  Fiber& child = fiber_of(create.other);
  child.request = {};
  child.request.kind = EventKind::begin;
  child.has_request = true;
}

}  // namespace

void set_running_graph(const ExecutionGraph* running) {
  the_running_graph = running;
}
const ExecutionGraph* running_graph() { return the_running_graph; }

ProgramSource::ProgramSource(std::function<void()> body) {
  prepare_test_code();
  prepare_state();
  prepare_heap();
  const Globals globals = globals_of_executable();
  prepare_shadow(globals.begin, globals.end);
  prepare_thread_pointer();
  locations().clear();
  forget_thread_numbers();
  exploring().body = std::move(body);
  exploring().active = true;
  keep_globals();
}

ProgramSource::~ProgramSource() {
  restore_memory();
  exploring().active = false;
  exploring().body = nullptr;
}

void ProgramSource::start() {
  restore_memory();
  reset_execution();
  forget_failure();
  if (expectations() != nullptr) expectations()->begin_execution();
  make_fiber(0, -1, nullptr, nullptr);
  run_fiber(0);
}

const Request* ProgramSource::request(int thread) const {
  const Fiber& fiber = fiber_of(thread);
  return fiber.exists && fiber.has_request ? &fiber.request : nullptr;
}

int ProgramSource::thread_count() const { return execution().thread_count; }

void ProgramSource::perform(const Event& event, bool is_newest,
                            const Clock& clock) {
  Fiber& fiber = fiber_of(event.thread);
  exploring().failed_thread = event.thread;
  record_event(event);
  switch (event.kind) {
    case EventKind::read:
    case EventKind::write:
      perform_on_memory(event, is_newest, clock);
      break;
    case EventKind::create:
      make_child(event);
      break;
    case EventKind::end:
      fiber.has_request = false;
      fiber.ended = true;
      break;
    default:
      break;
  }
  if (event.kind == EventKind::write && !event.unchanged) {
    fiber.wrote = true;
    fiber.last_load_site = nullptr;
  }
  learn(fiber, clock);
}

void ProgramSource::perform_on_memory(const Event& event, bool is_newest,
                                      const Clock& clock) {
  const Location& location = locations()[event.location];
  const bool is_atomic = location.used_as == UsedAs::atomic;
  const bool is_write = event.kind == EventKind::write;
  if (!is_access(fiber_of(event.thread).request)) return;
  touch_atomic(event.thread, static_cast<std::int16_t>(event.index + 1), clock,
               location.address, location.size, is_atomic && is_write);
  if (!is_atomic || exploring().failed) return;
  if (is_write && is_newest) {
    remember_for_undo(location.address, location.size);
    std::memcpy(reinterpret_cast<void*>(location.address), &event.value_written,
                location.size);
  }
  if (location.size == sizeof(void*)) {
    note_seen(event.thread, is_write ? event.value_written : event.value_read);
  }
}

void ProgramSource::resume(int thread, std::uint64_t result,
                           std::uint64_t value_read) {
  Fiber& fiber = fiber_of(thread);
  fiber.result = result;
  fiber.value_read = value_read;
  run_fiber(thread);
}

std::uint64_t ProgramSource::state_hash(int thread) {
  return hash_of_state(fiber_of(thread));
}

std::int64_t ProgramSource::time_of(int thread) const {
  return fiber_of(thread).time;
}

void ProgramSource::advance_time(int thread, std::int64_t to) {
  Fiber& fiber = fiber_of(thread);
  fiber.time = std::max(fiber.time, to);
}

std::uint64_t ProgramSource::initial_value(int number) {
  const Location& location = locations()[number];
  return location.used_as == UsedAs::atomic ? load(location) : location.initial;
}

int ProgramSource::location_count() const { return locations().size(); }

std::shared_ptr<const EventSource::Saved> ProgramSource::save() {
  if (is_recording()) return nullptr;  // it is run once, from the start
  return std::make_shared<SavedExecution>();
}

void ProgramSource::restore(const Saved& saved) {
  static_cast<const SavedExecution&>(saved).restore();
}

void ProgramSource::finish() {
  if (expectations() != nullptr) expectations()->judge_execution();
  if (exploring().failed) return;
  const Block* const leaked = find_leak();
  if (leaked == nullptr) return;
  exploring().failed_address = leaked->address;
  exploring().failed_thread = leaked->thread;
  fail(Kind::leak, std::to_string(leaked->size) +
                       " bytes are never freed, and nobody can reach them");
}

const Failure* ProgramSource::failure() const {
  return exploring().failed ? &exploring().failure : nullptr;
}

}  // namespace hb::checker
