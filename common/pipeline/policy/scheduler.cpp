#include "pipeline/policy/scheduler.hpp"

namespace hb::pipeline {
namespace {

std::size_t take_first(std::deque<std::size_t>& from) {
  const std::size_t item = from.front();
  from.pop_front();
  return item;
}

}  // namespace

void Scheduler::add(std::size_t item, std::uint64_t bytes) {
  const bool is_large = kind_ == SchedulerKind::fair && bytes >= large_bytes_;
  (is_large ? large_ : small_).push_back(item);
}

std::optional<Scheduler::Turn> Scheduler::next() {
  if (small_.empty() && large_.empty()) return std::nullopt;
  const bool takes_small =
      !small_.empty() && (large_.empty() || small_turns_ < kSmallTurns);
  if (takes_small) {
    ++small_turns_;
    return Turn{take_first(small_), true};
  }
  small_turns_ = 0;
  // WHY whole where no small file waits: turns would gain nothing.
  return Turn{take_first(large_), small_.empty()};
}

}  // namespace hb::pipeline
