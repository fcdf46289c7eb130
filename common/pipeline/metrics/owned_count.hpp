// A count that one thread adds to and any thread reads.
//
// WHY no fetch_add: with one writer, a load and a store lose nothing and cost
// two plain instructions; a fetch_add is a locked one, some 20 cycles each.
#pragma once

#include <atomic>
#include <cstdint>

namespace hb::pipeline {

// Thread-safe as said: add() and raise_to() by the owner, read() by anybody.
// A new owner needs a happens-before edge from the last one (ShardPool's lock).
class OwnedCount {
 public:
  // WHY release: pairs with the acquire in read(). Who sees this sum sees what
  // its owner wrote before it: the maximum and the number of what it sums.
  void add(std::int64_t by) {
    value_.store(value_.load(std::memory_order_relaxed) + by,
                 std::memory_order_release);
  }
  void raise_to(std::int64_t value) {
    if (value_.load(std::memory_order_relaxed) >= value) return;
    value_.store(value, std::memory_order_release);
  }
  std::int64_t read() const { return value_.load(std::memory_order_acquire); }

 private:
  std::atomic<std::int64_t> value_ = 0;
};

}  // namespace hb::pipeline
