// linearizable(): could a sequential object have given these answers?
//
//   History<std::deque<int>> history;
//   ... in each thread ...
//   history.record([&] { return stack.pop(); },
//                  [](std::deque<int>& twin) { return pop(twin); });
//   EXPECT_TRUE(linearizable(history));
//
// A history is linearizable if its operations have an order that keeps every
// operation that ended before another began in front of it, and in which the
// sequential twin gives the same answers (Herlihy and Wing 1990).
//
// Thread safety: record() by any thread; linearizable() after they are joined.
// Complexity: exponential in the number of operations that overlap; a history
// holds at most 64. After Wing and Gong 1993.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

namespace hb {

namespace detail {

// A moment of the calling thread. Asking for one orders nothing: the race
// detector must not take it for synchronisation.
std::uint64_t history_tick();
// True if an operation that ended at the first moment was over, for certain,
// when one began at the second. A partial order: on real threads the order of
// one clock, in the checker what the execution graph says.
bool ended_before(std::uint64_t ended, std::uint64_t began);
// Slots of one history, handed out in the same invisible way.
std::size_t history_slot(std::uint64_t& next);

}  // namespace detail

template <typename Twin>
class History {
 public:
  static constexpr std::size_t kCapacity = 64;

  struct Operation {
    std::uint64_t began = 0;
    std::uint64_t ended = 0;
    // Runs on the twin what ran on the object; true if the answers agree.
    std::function<bool(Twin&)> agrees;
  };

  // Runs `real`, keeps its answer for the comparison with `twin`, returns it.
  template <typename Real, typename OnTwin>
  auto record(Real&& real, OnTwin on_twin) {
    const std::size_t slot = detail::history_slot(next_);
    assert(slot < kCapacity && "a history holds at most 64 operations");
    Operation& operation = operations_[slot];
    operation.began = detail::history_tick();
    auto answer = std::forward<Real>(real)();
    operation.ended = detail::history_tick();
    operation.agrees = [answer, on_twin](Twin& twin) {
      return on_twin(twin) == answer;
    };
    return answer;
  }

  std::size_t size() const { return static_cast<std::size_t>(next_); }
  const Operation& operator[](std::size_t i) const { return operations_[i]; }

 private:
  // A slot belongs to the thread that took it; readers come after the joins.
  std::array<Operation, kCapacity> operations_;
  std::uint64_t next_ = 0;  // changed by history_slot() alone
};

namespace detail {

// True if `candidate` may come next: no other operation that is still to come
// was over before it began.
template <typename Twin>
bool may_be_next(const History<Twin>& history, std::uint64_t done,
                 std::size_t candidate) {
  for (std::size_t i = 0; i < history.size(); ++i) {
    if ((done >> i & 1) == 0 && i != candidate &&
        ended_before(history[i].ended, history[candidate].began)) {
      return false;
    }
  }
  return true;
}

template <typename Twin>
bool linearize(const History<Twin>& history, std::uint64_t done,
               const Twin& twin) {
  bool all_done = true;
  for (std::size_t i = 0; i < history.size(); ++i) {
    if ((done >> i & 1) != 0) continue;
    all_done = false;
    if (!may_be_next(history, done, i)) continue;
    Twin next = twin;
    if (history[i].agrees(next) &&
        linearize(history, done | std::uint64_t{1} << i, next)) {
      return true;
    }
  }
  return all_done;
}

}  // namespace detail

// True if some sequential order of `history`, starting from `twin`, explains
// every answer.
template <typename Twin>
bool linearizable(const History<Twin>& history, Twin twin = {}) {
  return detail::linearize(history, 0, twin);
}

}  // namespace hb
