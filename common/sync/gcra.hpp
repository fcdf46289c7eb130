// A rate limiter of one word and one compare-exchange.
//
// It keeps the time at which the next call would be due if all came evenly.
// Each call moves it on by one interval; a call may be early by burst - 1 of
// them. acquire() moves it on first, which reserves a moment that nobody else
// has, and then sleeps until that moment: 30 waiters have 30 moments.
//
// Guarantee: the moments keep to the rate in every window, whatever is
// cancelled, and no call returns before its own. One whose thread is woken late
// returns late, and may so come close to the next.
//
// A cancelled call gives its moment back if nobody has reserved a later one.
// Otherwise the moment is lost: fewer calls than the rate allows, never more.
// TokenBucket gives it back always, for a lock.
//
// First come, first served, in the order of the compare-exchanges. Two threads
// that want the word at once would pass it to and fro, for longer than a call
// takes. So a thread that has lost it to another takes a turn: as many calls as
// two microseconds give, at most 64, for which it needs no word. What it does
// not use in that time is lost, and so is the time. A rate below one a
// microsecond has no turns.
//
// Thread safety: everything but construction and destruction. Complexity:
// reading the clock, and one compare-exchange that fails when another thread's
// succeeds.
// Source: ITU-T I.371, Annex A, "Generic cell rate algorithm".
#pragma once

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <utility>

#include "sync/outcome.hpp"
#include "sync/rate.hpp"
#include "sync/spin.hpp"

namespace hb::sync {

// What a thread may still do in its turn at a limiter. WHY one for all of them:
// a thread that calls two in turn is seldom in each other's way at either.
struct GcraTurn {
  std::uint64_t limiter = 0;  // none has this number
  std::int64_t calls = 0;
  std::int64_t until = 0;
};
inline constinit thread_local GcraTurn gcra_turn;
inline constinit std::atomic<std::uint64_t> gcra_limiters = 0;

template <typename Time = SteadyTime>
class Gcra {
 public:
  explicit Gcra(Rate rate, Time time = {})
      : interval_(rate.interval.count()),
        early_(rate.is_valid() ? (rate.burst - 1) * interval_ : 0),
        turn_(rate.is_valid() ? std::min(kTurn / interval_, kLongestTurn) : 0),
        time_(time) {
    assert(rate.is_valid());
  }

  Gcra(const Gcra&) = delete;
  Gcra& operator=(const Gcra&) = delete;

  // done, or would_block if that is not yet due. `count` calls at once: all of
  // them or none. REQUIRES: 0 < count <= burst.
  Outcome try_acquire(std::int64_t count = 1) {
    assert(0 < count && (count - 1) * interval_ <= early_);
    const Nanoseconds now = nanoseconds(time_.now());
    if (count == 1 && is_our_turn(now)) return Outcome::done;
    return reserve(now, now, count) ? Outcome::done : Outcome::would_block;
  }

  // Waits until this call's moment: done or stopped.
  Outcome acquire(std::stop_token stop = {}) {
    return acquire_until({}, std::move(stop));
  }

  // As above, or timed_out, at once, if the moment is after `deadline`. What is
  // due now is given even if that has passed.
  Outcome acquire_until(const Deadline& deadline, std::stop_token stop = {}) {
    const Nanoseconds now = nanoseconds(time_.now());
    if (is_our_turn(now)) return Outcome::done;
    const std::optional<Reserved> mine = reserve(
        now, deadline ? std::max(nanoseconds(*deadline), now) : kNever, 1);
    if (!mine) return Outcome::timed_out;
    if (mine->moment <= now) [[likely]]
      return Outcome::done;
    const Outcome outcome = sleep_until(
        time_, TimePoint(std::chrono::nanoseconds(mine->moment)), stop);
    if (outcome != Outcome::done) give_back(*mine);
    return outcome;
  }

 private:
  using Nanoseconds = std::int64_t;  // since the clock's epoch
  static constexpr Nanoseconds kNever = INT64_MAX;
  static constexpr Nanoseconds kTurn = 2'000;
  static constexpr std::int64_t kLongestTurn = 64;
  static Nanoseconds nanoseconds(TimePoint time) {
    return std::chrono::nanoseconds(time.time_since_epoch()).count();
  }

  struct Reserved {
    Nanoseconds before;  // due_, and what it is now
    Nanoseconds after;
    Nanoseconds moment;
  };

  // WHY relaxed, in all that follows: the word is all that is shared. A limiter
  // says when, and orders nothing else.
  std::optional<Reserved> reserve(Nanoseconds now, Nanoseconds latest,
                                  std::int64_t count) {
    Nanoseconds due = due_.load(std::memory_order_relaxed);
    for (;;) {
      const Nanoseconds last = std::max(due, now) + (count - 1) * interval_;
      if (last - early_ > latest) return std::nullopt;
      if (due_.compare_exchange_weak(due, last + interval_,
                                     std::memory_order_relaxed)) [[likely]] {
        return Reserved{due, last + interval_, last - early_};
      }
      if (count == 1 && turn_ > 1 && take_turn(due, now)) {
        return Reserved{due, due, now};
      }
    }
  }

  // WHY counted from the turn's end: whenever a call of the turn is made, the
  // word is at least where that call would have moved it, and so no window has
  // more calls than the rate allows.
  bool take_turn(Nanoseconds& due, Nanoseconds now) {
    const Nanoseconds until = now + kTurn;
    const Nanoseconds after = std::max(due, until) + turn_ * interval_;
    if (after - interval_ - early_ > now) return false;
    if (!due_.compare_exchange_weak(due, after, std::memory_order_relaxed)) {
      return false;
    }
    gcra_turn = {number_, turn_ - 1, until};
    return true;
  }

  bool is_our_turn(Nanoseconds now) {
    GcraTurn& turn = gcra_turn;
    if (turn.limiter != number_ || turn.calls == 0 || turn.until <= now) {
      return false;
    }
    --turn.calls;
    return true;
  }

  // WHY only the last: moments behind this one are taken. To move due_ back
  // from there would give the last of them to a newcomer, a second time.
  void give_back(Reserved mine) {
    due_.compare_exchange_strong(mine.after, mine.before,
                                 std::memory_order_relaxed);
  }

  const Nanoseconds interval_;
  const Nanoseconds early_;
  const std::int64_t turn_;  // calls; 0 or 1: none
  // WHY a number: a limiter may be made where another has been. WHY relaxed:
  // all that matters is that no two have the same.
  const std::uint64_t number_ =
      gcra_limiters.fetch_add(1, std::memory_order_relaxed) + 1;
  alignas(64) std::atomic<Nanoseconds> due_ = INT64_MIN / 2;
  [[no_unique_address]] Time time_;
};

}  // namespace hb::sync
