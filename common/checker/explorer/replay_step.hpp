// One step of an execution that is to be followed. What an execution does by
// itself need not be said:
//
//   source    of a read: the newest write at that moment
//   position  of a write: behind all others at that moment; of an update:
//             behind the write that it read
//   choice    0
//
// The two halves of an update are one step.
#pragma once

#include <cstdint>

namespace hb::checker {

struct ReplayStep {
  static constexpr std::int16_t kNewest = -1;

  std::int8_t thread = 0;
  std::uint8_t choice = 0;
  // In modification order as it is when the step runs; 0 is the initial value.
  std::int16_t source = kNewest;
  std::int16_t position = kNewest;

  bool operator==(const ReplayStep&) const = default;
};

}  // namespace hb::checker
