// 06b  philosophers: a circle of locks (solution)
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <mutex>
#include <vector>

namespace hb {

using Meal = std::function<void()>;

// ---------------------------------------------------- edit below this line
class Table {
 public:
  // REQUIRES: at least two seats.
  explicit Table(std::size_t seats) : forks_(seats) {}

  // Runs `meal` with both forks of `seat` in hand. Waits while a neighbour has
  // one of them.
  void eat(std::size_t seat, const Meal& meal) {
    const std::size_t left = seat;
    const std::size_t right = (seat + 1) % forks_.size();
    // WHY the smaller number first: it is the left fork for all but the last
    // seat, and that one breaks the circle. Whoever holds the fork with the
    // highest number has both, eats, and unlocks for those who wait.
    std::lock_guard first(forks_[std::min(left, right)]);
    std::lock_guard second(forks_[std::max(left, right)]);
    // WHY under both: the unlock of a neighbour's meal happens before ours.
    meal();
  }

 private:
  std::vector<std::mutex> forks_;  // fork i lies to the left of seat i
};

}  // namespace hb
