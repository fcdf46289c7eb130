// A counting semaphore whose permits are objects.
//
// acquire() gives a Permit, which comes back when it is destroyed: on every
// path, exceptions included. It can be moved into a task, so that the permit
// is taken before the thread is started and returned by the task:
//
//   hb::sync::Semaphore permits(4);
//   while (auto permit = permits.acquire(stop)) {
//     pool.post([permit = *std::move(permit)] { work(); });
//   }
//
// Not first come, first served: a newcomer may take the permit that a sleeper
// is being woken for, and where some wait for many permits and others for one,
// the former may wait for ever. Whoever sleeps holds nothing.
//
// Thread safety: everything but construction and destruction. The destructor
// needs all permits back and all calls returned, release() included.
// Complexity: acquire and release are one atomic update each where nobody has
// to wait; a waiter spins for some microseconds and then sleeps (futex).
// Source: E. W. Dijkstra, EWD 123, 1965; the count of waiters that the waker
// itself lowers is that of folly's TurnSequencer.
#pragma once

#include <atomic>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <stop_token>
#include <utility>

#include "sync/futex.hpp"
#include "sync/outcome.hpp"

namespace hb::sync {

class Semaphore;

// Some permits of a semaphore, to be returned to it. Moved from: none.
class [[nodiscard]] Permit {
 public:
  Permit() = default;
  Permit(Permit&& other) noexcept
      : from_(std::exchange(other.from_, nullptr)), count_(other.count_) {}
  Permit& operator=(Permit&& other) noexcept {
    Permit taken(std::move(other));  // first: it may be this one
    std::swap(from_, taken.from_);
    std::swap(count_, taken.count_);
    return *this;
  }
  ~Permit() { release(); }

  explicit operator bool() const { return from_ != nullptr; }

  // Returns them now and not at the end. Nothing the second time.
  void release();

 private:
  friend class Semaphore;
  Permit(Semaphore& from, std::int64_t count) : from_(&from), count_(count) {}

  Semaphore* from_ = nullptr;
  std::int64_t count_ = 0;
};

class Semaphore {
 public:
  static constexpr std::int64_t kMost = (std::int64_t{1} << 39) - 1;

  // REQUIRES: 0 < capacity <= kMost.
  explicit Semaphore(std::int64_t capacity);
  ~Semaphore() { assert(all_returned() && "a permit is still out"); }

  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;

  // `count` permits at once, or none and why: stopped, closed. A permit that is
  // there is given even if a stop was requested; none is given once closed.
  // Throws std::invalid_argument for more than capacity(): so many would never
  // be there. REQUIRES: count > 0.
  Expected<Permit> acquire(std::stop_token stop = {}) {
    return acquire(1, std::move(stop));
  }
  Expected<Permit> acquire(std::int64_t count, std::stop_token stop = {}) {
    return granted(count, take(count, std::move(stop)));
  }
  // Or timed_out, once `deadline` has passed.
  Expected<Permit> acquire_until(const Deadline& deadline,
                                 std::int64_t count = 1,
                                 std::stop_token stop = {});
  // Never waits: would_block.
  Expected<Permit> try_acquire(std::int64_t count = 1) {
    return granted(count, try_take(count));
  }

  // The same without a Permit: after `done`, the caller has to call release().
  Outcome take(std::int64_t count = 1, std::stop_token stop = {}) {
    State seen = 0;
    const Outcome outcome = try_take(count, seen);
    if (outcome != Outcome::would_block) [[likely]]
      return outcome;
    return wait(count, seen, {}, std::move(stop));
  }
  Outcome try_take(std::int64_t count = 1) {
    State seen = 0;
    return try_take(count, seen);
  }
  // REQUIRES: the caller took them.
  void release(std::int64_t count = 1);

  // Ends all waiting, now and later: acquire() says `closed`, even where
  // permits are left. Permits that are out stay valid and come back.
  void close();

  // A snapshot: it may be old when it is read.
  std::int64_t available() const;
  std::int64_t capacity() const { return capacity_; }
  bool all_returned() const { return available() == capacity_; }

 private:
  // state_, from above: permits (40 bits), waiters (22), kWeighted, kClosed.
  // One word, so that whoever returns a permit cannot miss a waiter that has
  // not seen it, and no fence is needed.
  using State = std::uint64_t;
  static constexpr State kClosed = 1;
  static constexpr State kWeighted = 2;  // somebody waits for more than one
  static constexpr State kWaiter = 4;    // one who waits for one
  static constexpr State kWaiters = 0xff'fffc;  // 4,194,303: a kernel's threads
  static constexpr int kPermitShift = 24;
  static constexpr State permits(std::int64_t count) {
    return static_cast<State>(count) << kPermitShift;
  }

  Expected<Permit> granted(std::int64_t count, Outcome outcome) {
    if (outcome != Outcome::done) return outcome;
    return Permit(*this, count);
  }
  // `seen`: what the word was when last looked at, so as not to look again.
  Outcome try_take(std::int64_t count, State& seen);
  Outcome wait(std::int64_t count, State seen, const Deadline& deadline,
               std::stop_token stop);
  Outcome take_or_register(std::int64_t count, State& seen);
  void wake(std::int64_t count, State seen);
  void wake_all();

  const std::int64_t capacity_;
  std::atomic<State> state_;
  // One more for each time that somebody is woken. WHY two: whoever waits for
  // several must not be woken in place of one who could use the one there is.
  FutexWord epoch_ = 0;
  FutexWord weighted_epoch_ = 0;
};

inline Outcome Semaphore::try_take(std::int64_t count, State& seen) {
  assert(0 < count);
  // WHY relaxed: only a guess; the exchange decides.
  seen = state_.load(std::memory_order_relaxed);
  for (;;) {
    if (seen & kClosed) [[unlikely]]
      return Outcome::closed;
    if (seen < permits(count)) return Outcome::would_block;
    // WHY acquire: pairs with the release in release(); what the holder before
    // did with its permit has happened.
    if (state_.compare_exchange_weak(seen, seen - permits(count),
                                     std::memory_order_acquire,
                                     std::memory_order_relaxed)) [[likely]] {
      return Outcome::done;
    }
  }
}

inline void Semaphore::release(std::int64_t count) {
  // WHY release: pairs with the acquire of whoever takes the permit next.
  const State before =
      state_.fetch_add(permits(count), std::memory_order_release);
  assert(before + permits(count) < permits(capacity_ + 1) &&
         "release() without acquire()");
  if (before & (kWaiters | kWeighted)) [[unlikely]]
    wake(count, before + permits(count));
}

inline std::int64_t Semaphore::available() const {
  // WHY acquire: who sees all permits back also sees what was done with them.
  return static_cast<std::int64_t>(state_.load(std::memory_order_acquire) >>
                                   kPermitShift);
}

inline void Permit::release() {
  if (Semaphore* const from = std::exchange(from_, nullptr)) {
    from->release(count_);
  }
}

}  // namespace hb::sync
