#include "checker/explorer/oracle_effects.hpp"

#include <stdexcept>

namespace hb::checker {

namespace {

std::uint64_t as_int(std::uint64_t value) { return std::uint32_t(value); }

std::vector<Effect> wake(std::uint64_t state, std::uint64_t self) {
  if ((state & self) == 0) return {{Order::relaxed, 0, true, state}};
  return {{Order::relaxed, 1, true, state - self, true}};
}

// One effect for each thread that may be the one to wake.
std::vector<Effect> notify_one(std::uint64_t state) {
  if (state == 0) return {{Order::relaxed, 0, true, 0}};
  std::vector<Effect> effects;
  for (int thread = 0; thread < kMaxThreads; ++thread) {
    const std::uint64_t waiter = std::uint64_t{1} << thread;
    if ((state & waiter) != 0) {
      effects.push_back({Order::relaxed, 1, true, state - waiter});
    }
  }
  return effects;
}

}  // namespace

std::vector<Effect> effects_of(const Request& request, int thread,
                               std::uint64_t state) {
  const Order order = request.order;
  const std::uint64_t operand = request.operand;
  const std::uint64_t waiter = std::uint64_t{1} << thread;
  const auto owner = std::uint64_t(thread) + 1;
  switch (request.operation) {
    case Operation::load:
      return {{order, state}};
    case Operation::fetch_add:
      return {{order, state, true, as_int(state + operand)}};
    case Operation::exchange:
      return {{order, state, true, as_int(operand)}};
    case Operation::compare_exchange:
      if (state != as_int(operand)) return {{request.failure_order, 0}};
      return {{order, 1, true, as_int(request.operand2)}};
    case Operation::mutex_lock:
      if (state != 0) return {};
      return {{Order::acquire, 1, true, owner}};
    case Operation::mutex_unlock:
      return {{Order::release, state == owner ? 1u : 0u, true, 0}};
    case Operation::wait_enter:
      return {{Order::relaxed, 0, true, state | waiter}};
    case Operation::wait_sleep:
      return wake(state, waiter);
    case Operation::notify_one:
      return notify_one(state);
    case Operation::notify_all:
      return {{Order::relaxed, 0, true, 0}};
    default:
      throw std::logic_error("an operation of no litmus program");
  }
}

}  // namespace hb::checker
