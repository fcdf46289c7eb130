// What a thread asks of the explorer.

#include "checker/runtime/requests.hpp"
#include "checker/runtime/fiber.hpp"
#include "checker/runtime/location_table.hpp"
#include "checker/runtime/recorder.hpp"
#include "checker/runtime/region_counts.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/service_stack.hpp"

namespace hb::checker {
namespace {

// REQUIRES: on the service stack.
void ask_here(const Request& request) {
  Fiber& fiber = running_fiber();
  fiber.request = request;
  fiber.has_request = true;
  if (fiber.registers.stack_pointer < fiber.lowest_stack) {
    fiber.lowest_stack = fiber.registers.stack_pointer;
  }
  if (fiber.open_regions > 0) count_request(fiber, request);
  if (is_recording()) record_request(fiber.number);
  suspend();
}

struct ObjectRequest {
  Operation operation;
  const void* object;
  std::uint64_t operand2;
  const void* site;
  std::uint64_t initial;
  ObjectKind kind;
};

UsedAs used_as(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::lock:
      return UsedAs::lock;
    case ObjectKind::waiters:
      return UsedAs::waiters;
    case ObjectKind::guard:
      return UsedAs::guard;
  }
  return UsedAs::lock;
}

void ask_object_here(const ObjectRequest& asked) {
  // WHY not the whole object: there is no one size for all kinds, and no one
  // destroys half of a mutex.
  const std::size_t size = asked.kind == ObjectKind::lock ? 4 : 1;
  Request request;
  request.operation = asked.operation;
  request.order = Order::relaxed;
  request.size = 8;
  Fiber& fiber = running_fiber();
  request.location =
      is_sleep(asked.operation)
          ? fiber.waits_at
          : locate(reinterpret_cast<std::uintptr_t>(asked.object), size,
                   used_as(asked.kind), asked.site, asked.initial);
  if (asked.operation == Operation::wait_enter) {
    fiber.waits_at = request.location;
  }
  request.operand2 = asked.operand2;
  request.site = asked.site;
  ask_here(request);
}

}  // namespace

Answer ask(const Request& request) {
  on_service_stack(&ask_here, request);
  const Fiber& fiber = running_fiber();
  return {fiber.result, fiber.value_read};
}

std::uint64_t ask_object(Operation operation, const void* object,
                         std::uint64_t operand2, const void* site,
                         std::uint64_t initial, ObjectKind kind) {
  const ObjectRequest asked{operation, object, operand2, site, initial, kind};
  on_service_stack(&ask_object_here, asked);
  return running_fiber().result;
}

Answer ask_atomic(const AtomicRequest& asked) {
  Fiber& fiber = running_fiber();
  Request request;
  request.kind =
      asked.operation == Operation::store ? EventKind::write : EventKind::read;
  request.operation = asked.operation;
  request.order = asked.order;
  request.failure_order = asked.failure_order;
  request.size = static_cast<std::uint8_t>(asked.size);
  request.view_only = asked.view_only ||
                      (fiber.view_loads && asked.operation == Operation::load);
  request.location =
      locate(reinterpret_cast<std::uintptr_t>(asked.object),
             std::size_t(asked.size), UsedAs::atomic, asked.site);
  request.operand = asked.operand;
  request.operand2 = asked.operand2;
  request.site = asked.site;
  ask_here(request);
  return {fiber.result, fiber.value_read};
}

namespace {

void ask_atomic_here(const AtomicRequest& asked) { ask_atomic(asked); }

}  // namespace

std::uint64_t ask_futex_word(const void* word, int size, const void* site) {
  AtomicRequest asked;
  asked.operation = Operation::load;
  asked.object = word;
  asked.size = size;
  asked.order = Order::relaxed;
  asked.view_only = true;
  asked.site = site;
  on_service_stack(&ask_atomic_here, asked);
  return running_fiber().result;
}

void store_atomic(void* address, std::uint64_t value, int size, Order order,
                  const void* site) {
  AtomicRequest asked;
  asked.operation = Operation::store;
  asked.object = address;
  asked.size = size;
  asked.order = order;
  asked.operand = value;
  asked.site = site;
  on_service_stack(&ask_atomic_here, asked);
}

void view_loads(bool on) { running_fiber().view_loads = on; }

}  // namespace hb::checker
