// Requests for the runtime's own entry points, already on the service stack.
#pragma once

#include <cstdint>

#include "checker/runtime/runtime.hpp"

namespace hb::checker {

struct AtomicRequest {
  Operation operation = Operation::load;
  const volatile void* object = nullptr;
  int size = 0;
  std::uint64_t operand = 0;
  std::uint64_t operand2 = 0;
  Order order = Order::relaxed;
  Order failure_order = Order::relaxed;
  bool view_only = false;
  const void* site = nullptr;
};

// WHY these are no accesses: a condition variable may be destroyed as soon as
// all who wait have been notified, before they wake.
inline bool is_sleep(Operation operation) {
  return operation == Operation::wait_sleep ||
         operation == Operation::wait_timed_sleep;
}

// REQUIRES: on the service stack of a fiber.
Answer ask_atomic(const AtomicRequest& asked);

}  // namespace hb::checker
