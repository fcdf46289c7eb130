// Something that happens once, and those who wait for it.
#pragma once

#include <atomic>
#include <cstdint>
#include <stop_token>

#include "sync/futex.hpp"
#include "sync/outcome.hpp"

namespace hb::exec {

// Thread-safe. What happened before set() happens before a wait() that returns
// done, and before a happened() that returns true.
class Signal {
 public:
  // A second set() does nothing. REQUIRES: it lives until set() returns, which
  // may be after a wait() has; where that is not plain, share its ownership.
  void set();

  bool happened() const {
    // WHY acquire: pairs with the release in set().
    return (word_.load(std::memory_order_acquire) & kHappened) != 0;
  }

  // done, stopped or timed_out; done wins where it has happened already.
  sync::Outcome wait(std::stop_token stop = {}) { return wait_until({}, stop); }
  sync::Outcome wait_until(const sync::Deadline& deadline,
                           std::stop_token stop = {});

 private:
  static constexpr std::uint32_t kHappened = 1;
  static constexpr std::uint32_t kSleepers = 2;  // somebody may sleep
  static constexpr std::uint32_t kStop = 4;      // counts requests to stop

  sync::FutexWord word_ = 0;
};

}  // namespace hb::exec
