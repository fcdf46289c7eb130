#include "checker/runtime/hooks/polled_clock.hpp"

#include <algorithm>
#include <cstdint>

#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kFirstStep = 1'000;
// Some nine years at a time are enough for any deadline.
constexpr std::int64_t kMostDoublings = 48;
// A test that sleeps and looks at the clock now and then sees exact times.
constexpr std::int64_t kExactLooks = 8;

// Keys of specific() that create_key() does not give.
constexpr unsigned kLooksKey = ~0u;
constexpr unsigned kShownKey = ~0u - 1;

std::int64_t number_at(unsigned key) {
  return std::int64_t(reinterpret_cast<std::intptr_t>(specific(key)));
}
void set_number_at(unsigned key, std::int64_t number) {
  // WHY: a thread-specific value is a pointer, and these are numbers.
  set_specific(key, reinterpret_cast<const void*>(std::intptr_t(number)));
}

void pass_time() {
  const std::int64_t looks = number_at(kLooksKey);
  set_number_at(kLooksKey, looks + 1);
  const bool has_moved = looks == 0 || now() > number_at(kShownKey);
  if (!has_moved || looks > kExactLooks) {
    advance_to(now() + (kFirstStep << std::min(looks, kMostDoublings)));
  }
  // A loop that sees another time has not come back to where it was.
  if (now() != number_at(kShownKey)) ++running_fiber().impure;
  set_number_at(kShownKey, now());
}

}  // namespace

timespec look_at_clock() {
  if (!time_is_idle()) pass_time();
  const std::int64_t since_1970 = kEpoch + now();
  return {.tv_sec = since_1970 / kSecond, .tv_nsec = since_1970 % kSecond};
}

}  // namespace hb::checker
