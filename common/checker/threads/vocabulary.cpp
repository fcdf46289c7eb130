// Outcomes and histories on real threads.

#include <atomic>
#include <string>

#include "checker/linearizable.hpp"
#include "checker/outcomes.hpp"
#include "checker/threads/report.hpp"

namespace hb {

void Outcomes::record(const Values& values) {
  if (!claims_ || allowed_.contains(values)) return;
  std::string text;
  for (const long long value : values) {
    text += (text.empty() ? "" : ", ") + std::to_string(value);
  }
  threads::report(
      {"outcome", "the outcome (" + text + ") is not possible", {}, 0});
}

namespace detail {

// WHY relaxed in both: they number operations and must not order them.
std::uint64_t history_tick() {
  static std::atomic<std::uint64_t> clock = 0;
  return clock.fetch_add(1, std::memory_order_relaxed);
}

bool ended_before(std::uint64_t ended, std::uint64_t began) {
  return ended < began;
}

std::size_t history_slot(std::uint64_t& next) {
  return static_cast<std::size_t>(
      std::atomic_ref(next).fetch_add(1, std::memory_order_relaxed));
}

}  // namespace detail
}  // namespace hb
