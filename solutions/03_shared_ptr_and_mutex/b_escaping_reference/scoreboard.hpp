// 03b  escaping_reference: what leaves with the lock (solution)
#pragma once

#include <algorithm>
#include <mutex>
#include <optional>
#include <vector>

namespace hb {

struct Result {
  int runner = 0;
  int seconds = 0;
};

// The results of a race, as they come in. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class Scoreboard {
 public:
  void enter(Result result) {
    std::lock_guard lock(mutex_);
    results_.push_back(result);
  }

  // Changes the time of `runner`, if there is one.
  void correct(int runner, int seconds) {
    std::lock_guard lock(mutex_);
    for (Result& result : results_) {
      if (result.runner == runner) result.seconds = seconds;
    }
  }

  // Returns all results, in the order in which they were entered.
  std::vector<Result> results() const {
    // WHY a copy: it is made before the unlock, so it happens before the next
    // enter() or correct(). A reference would be read after them.
    std::lock_guard lock(mutex_);
    return results_;
  }

  // Returns the fastest result, if there is any.
  std::optional<Result> best() const {
    // WHY a copy: enter() moves all results to a larger block when this one
    // is full, and a pointer stays behind.
    std::lock_guard lock(mutex_);
    const auto best = std::ranges::min_element(results_, {}, &Result::seconds);
    if (best == results_.end()) return std::nullopt;
    return *best;
  }

  // Calls `show` with each result, without copying any. REQUIRES: `show`
  // keeps no reference, and calls nothing of this object.
  template <typename Show>
  void for_each(const Show& show) const {
    // WHY the lock for the whole loop: references are given out in it, and
    // end in it.
    std::lock_guard lock(mutex_);
    for (const Result& result : results_) show(result);
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Result> results_;  // guarded by mutex_
};

}  // namespace hb
