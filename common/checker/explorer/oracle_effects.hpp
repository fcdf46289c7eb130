// What an operation does, written down a second time: the oracle shares nothing
// with the explorer but the form of a graph.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/explorer/event_source.hpp"

namespace hb::checker {

struct Effect {
  Order order;
  std::uint64_t result = 0;
  bool writes = false;
  std::uint64_t written = 0;
  bool spurious = false;  // a wake-up for no reason
};

// What `request` can do in `thread` when it reads `state`. Empty: it blocks.
// Only operations that litmus programs have.
std::vector<Effect> effects_of(const Request& request, int thread,
                               std::uint64_t state);

}  // namespace hb::checker
