// What an execution has used of the bounds that were chosen before the run.
#pragma once

#include <vector>

#include "checker/explorer/explorer.hpp"
#include "checker/graph/event.hpp"

namespace hb::checker {

// A wake-up, a failed try_lock or compare-exchange, without a reason.
inline bool is_spurious(const Event& e) {
  return e.choice != 0 && e.kind == EventKind::read &&
         e.operation != Operation::notify_one && !is_timed(e.operation);
}
inline bool is_timeout(const Event& e) {
  return e.choice != 0 && e.kind == EventKind::read && is_timed(e.operation);
}
// operator new that returns a block freed before.
inline bool is_reuse(const Event& e) {
  return e.choice != 0 && e.kind == EventKind::choice;
}

class Spending {
 public:
  void count(const std::vector<Event>& events) {
    *this = Spending();
    for (const Event& e : events) {
      if (e.choice != 0) add(e);
    }
  }
  void add(const Event& e) {
    spurious_ += is_spurious(e);
    reuses_ += is_reuse(e);
    if (is_timeout(e)) ++timeouts_[e.thread];
  }
  // True if `e`, not counted yet, is within the bounds.
  bool affords(const Event& e, const Settings& settings) const {
    if (is_spurious(e)) return spurious_ < settings.spurious;
    if (is_timeout(e) && settings.idle_time) return false;  // see idle.cpp
    if (is_timeout(e)) return timeouts_[e.thread] < settings.timeouts;
    if (is_reuse(e)) return reuses_ < kReuses;
    return true;
  }

 private:
  static constexpr int kReuses = 1;  // enough for ABA

  int spurious_ = 0;
  int reuses_ = 0;
  int timeouts_[kMaxThreads] = {};
};

}  // namespace hb::checker
