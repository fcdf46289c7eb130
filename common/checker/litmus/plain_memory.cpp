#include "checker/litmus/plain_memory.hpp"

#include <algorithm>
#include <iterator>

namespace hb::checker::litmus {

PlainMemory::PlainMemory(const Program& program) : program_(&program) {
  for (const Location& location : program.locations) {
    Cell cell{};
    cell.value = location.initial;
    std::fill(std::begin(cell.last_write), std::end(cell.last_write), -1);
    std::fill(std::begin(cell.last_read), std::end(cell.last_read), -1);
    cells_.push_back(cell);
  }
}

void PlainMemory::write(int location, std::int64_t value, const Accessor& by) {
  Cell& cell = cells_[std::size_t(location)];
  check(cell.last_write, "write", "write", location, by);
  check(cell.last_read, "write", "read", location, by);
  cell.value = value;
  cell.last_write[by.thread] = by.events;
}

std::int64_t PlainMemory::read(int location, const Accessor& by) {
  Cell& cell = cells_[std::size_t(location)];
  check(cell.last_write, "read", "write", location, by);
  cell.last_read[by.thread] = by.events;
  return cell.value;
}

// WHY: an access after `n` events of its thread is known to whoever knows the
// event that followed it, which is number n, counted from 0.
void PlainMemory::check(const Epoch (&earlier)[kMaxThreads], const char* what,
                        const char* other, int location, const Accessor& by) {
  for (int thread = 0; thread < kMaxThreads; ++thread) {
    if (race_ || thread == by.thread || earlier[thread] < 0 ||
        by.clock.knows(thread, earlier[thread])) {
      continue;
    }
    race_ = "data race on " + program_->locations[std::size_t(location)].name +
            ": the " + what + " by thread " + std::to_string(by.thread) +
            " and the " + other + " by thread " + std::to_string(thread) +
            " are not ordered";
  }
}

}  // namespace hb::checker::litmus
