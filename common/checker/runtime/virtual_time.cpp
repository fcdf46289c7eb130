#include <algorithm>

#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {

std::int64_t now() { return running_fiber().time; }

void advance_to(std::int64_t time) {
  Fiber& fiber = running_fiber();
  fiber.time = std::max(fiber.time, time);
}

bool time_is_idle() { return exploring().time_is_idle; }

// In idle time a sleeper waits, like everybody else, until nobody can do
// anything.
void sleep_until(std::int64_t time, const void* site) {
  if (!time_is_idle()) return advance_to(time);
  if (time <= now()) return;
  Request request;
  request.kind = EventKind::idle;
  request.operand2 = static_cast<std::uint64_t>(time);
  request.site = site;
  ask(request);
  advance_to(time);
}

std::uint64_t next_random() {
  std::uint64_t& state = running_fiber().random;
  state += 0x9e3779b97f4a7c15;
  std::uint64_t mixed = state;
  mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
  return mixed ^ mixed >> 31;
}

}  // namespace hb::checker
