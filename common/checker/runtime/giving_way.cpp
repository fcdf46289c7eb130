#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {
namespace {

std::uint64_t hash_of_calls(const Fiber& fiber, const void* site) {
  auto hash = reinterpret_cast<std::uint64_t>(site);
  const int known = fiber.depth < kMaxCalls ? fiber.depth : kMaxCalls;
  for (int i = 0; i < known; ++i) {
    hash = hash * 0x9fb21c651e98df25 +
           reinterpret_cast<std::uint64_t>(arrays().calls[fiber.number][i]);
  }
  return hash;
}

int rounds_of(Fiber& fiber, std::uint64_t calls) {
  for (int i = 0; i < fiber.rounds; ++i) {
    if (fiber.round[i].calls == calls) return ++fiber.round[i].count;
  }
  if (fiber.rounds < kMaxRounds) fiber.round[fiber.rounds++] = {calls, 1};
  return 1;
}

}  // namespace

// std::lock goes round for ever by design: lock one, fail at the other, undo,
// try again. Two rounds show what there is to see.
void gave_way(const void* site) {
  Fiber& fiber = running_fiber();
  if (!fiber.wrote) return;
  fiber.wrote = false;
  if (rounds_of(fiber, hash_of_calls(fiber, site)) <= exploring().retries) {
    return;
  }
  Request request;
  request.kind = EventKind::give_up;
  request.site = site;
  ask(request);
  abandon();
}

}  // namespace hb::checker
