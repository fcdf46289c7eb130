#include "checker/runtime/fiber.hpp"

#include <algorithm>
#include <boost/context/detail/fcontext.hpp>
#include <cstdlib>
#include <cstring>

#include "checker/runtime/cell.hpp"
#include "checker/runtime/entry_stub.hpp"
#include "checker/runtime/expectations.hpp"
#include "checker/runtime/recorder.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/thread_block.hpp"
#include "checker/runtime/threads.hpp"

namespace hb::checker {
namespace {

namespace context = boost::context::detail;

context::fcontext_t explorer_context = nullptr;
bool slot_is_mapped[kMaxThreads] = {};

// Its lowest page and the ones between its parts stay untouchable.
void map_slot(int thread) {
  if (slot_is_mapped[thread]) return;
  slot_is_mapped[thread] = true;
  const std::uintptr_t slot = slot_of(thread);
  map_at(slot, kSlotSize);
  protect(slot, kPage);
  protect(slot + kServiceStackEnd, kPage);
  protect(slot + kStackEnd, kPage);
  lend_thread_block(thread);
}

// What earlier executions left below the frames would differ from what this one
// leaves, and frames have holes.
void clean_stack(const Fiber& fiber) {
  const std::uintptr_t top = slot_of(fiber.number) + kStackEnd;
  const std::uintptr_t low = lowest_of_stack(fiber);
  std::memset(reinterpret_cast<void*>(low), 0, top - low);
}

void end_of_thread() {
  Request request;
  request.kind = EventKind::end;
  request.site = HB_CALLER;
  ask(request);
}

// The outermost function of a fiber. WHY no handler: an exception that nobody
// catches must end in std::terminate with the stack as it was thrown.
void enter(context::transfer_t from_explorer) {
  explorer_context = from_explorer.fctx;
  hb_mode = is_recording() ? Mode::recording : Mode::test;
  Fiber& fiber = running_fiber();
  if (fiber.function == nullptr) {
    exploring().body();
  } else {
    fiber.value_returned = fiber.function(fiber.argument);
  }
  run_thread_end();
  end_of_thread();
  abandon();
}

}  // namespace

std::uintptr_t lowest_of_stack(const Fiber& fiber) {
  constexpr std::size_t kDeeperThanSeen = 1024;
  const std::uintptr_t slot = slot_of(fiber.number);
  return std::max(fiber.lowest_stack - kDeeperThanSeen, slot + kStackBegin);
}

void clean_stack_of(int thread) {
  if (slot_is_mapped[thread]) clean_stack(execution().fibers[thread]);
}

void make_fiber(int thread, int parent, void* (*function)(void*),
                void* argument) {
  map_slot(thread);
  Fiber& fiber = execution().fibers[thread];
  const std::uintptr_t slot = slot_of(thread);
  fiber.number = static_cast<std::int16_t>(thread);
  fiber.stack_begin = slot + kStackBegin;
  if (fiber.lowest_stack == 0) fiber.lowest_stack = slot + kStackEnd;
  clean_stack(fiber);
  fiber.context =
      context::make_fcontext(reinterpret_cast<void*>(slot + kStackEnd),
                             kStackEnd - kStackBegin, &enter);
  // WHY: it begins with the floating-point flags of now, which this library's
  // own arithmetic sets, and which would be seen in the hash of the stack.
  constexpr std::uint64_t kDefaultControlWords = 0x037f00001f80;
  std::memcpy(fiber.context, &kDefaultControlWords,
              sizeof kDefaultControlWords);
  fiber.registers = {};
  fiber.registers.service_stack = slot + kServiceStackEnd;
  fiber.thread_pointer = thread_pointer_of(thread);
  renew_thread_block(thread);

  fiber.view = {};
  fiber.view.known[thread] = INT16_MAX;
  fiber.epoch = 1;
  fiber.write_stamp = write_stamp(thread, fiber.epoch);
  fiber.impure = 0;
  fiber.exists = true;
  fiber.has_request = fiber.ended = fiber.view_loads = fiber.wrote = false;
  fiber.function = function;
  fiber.argument = argument;
  fiber.value_returned = nullptr;
  fiber.parent = parent;
  fiber.children = fiber.depth = 0;
  fiber.time = parent < 0 ? 0 : execution().fibers[parent].time;
  fiber.random = static_cast<std::uint64_t>(thread) + 1;
  fiber.last_load_site = nullptr;
  fiber.last_load_location = -1;
  fiber.specifics = fiber.destructors = fiber.rounds = fiber.open_regions = 0;
  if (expectations() != nullptr && expectations()->count_threads()) {
    fiber.open_region[fiber.open_regions++] = {"", 0, {}};
  }
  fiber.heap_used = 0;
  fiber.allocations = fiber.freed = 0;

  ExecutionState& now = execution();
  now.thread_count = std::max(now.thread_count, thread + 1);
}

void run_fiber(int thread) {
  Fiber& fiber = execution().fibers[thread];
  fiber.has_request = false;
  ++exploring().progress;
  execution().running = thread;
  Registers* const outside = hb_registers;
  hb_registers = &fiber.registers;
  set_thread_pointer(fiber.thread_pointer);
  const context::transfer_t back =
      context::jump_fcontext(fiber.context, nullptr);
  set_thread_pointer(exploring().own_thread_pointer);
  fiber.context = back.fctx;
  hb_mode = Mode::off;
  hb_registers = outside;
  execution().running = -1;
}

void suspend() {
  explorer_context = context::jump_fcontext(explorer_context, nullptr).fctx;
}

void abandon() {
  hb_mode = Mode::off;
  running_fiber().has_request = false;
  context::jump_fcontext(explorer_context, nullptr);
  std::abort();  // nobody resumes what was abandoned
}

std::uint64_t hash_of_state(const Fiber& fiber) {
  constexpr std::uint64_t kFirst = 0x9fb21c651e98df25;
  constexpr std::uint64_t kSecond = 0xd6e8feb86659fd93;
  const Registers& r = fiber.registers;
  const auto* word = reinterpret_cast<const std::uint64_t*>(r.stack_pointer);
  const auto* const end =
      reinterpret_cast<const std::uint64_t*>(slot_of(fiber.number) + kStackEnd);
  std::uint64_t a = fiber.impure * 0x9e3779b97f4a7c15;
  std::uint64_t b = r.rbp;
  const auto mix = [&](std::uint64_t first, std::uint64_t second) {
    a = (a ^ first) * kFirst;
    b = (b ^ second) * kSecond;
    a ^= a >> 31;
    b ^= b >> 29;
  };
  mix(r.r12, r.r13);
  mix(r.r14, r.r15);
  if ((end - word) % 2 != 0) mix(*word++, 1);
  for (; word != end; word += 2) mix(word[0], word[1]);
  return a ^ (b << 1 | b >> 63);
}

}  // namespace hb::checker
