// What the mutator writes into an answer: at run time, the environment variable
// HB_MUTANT says by its number which mutant the program is. Without it, it is
// the answer as it was written. HB_DISARMED does the same to
// expectations of the test.
//
// Nothing here is an operation or an access that a test could see, but for what
// the chosen mutant does.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <mutex>
#include <new>
#include <optional>
#include <tuple>
#include <utility>

namespace hb::mutants {

// The numbers in an environment variable: "3", or "10001 10005".
struct Numbers {
  int all[256] = {};
  int count = 0;

  explicit Numbers(const char* variable) {
    const char* text = std::getenv(variable);
    while (text != nullptr && *text != '\0' && count < 256) {
      char* end = nullptr;
      all[count++] = static_cast<int>(std::strtol(text, &end, 10));
      text = end == text ? nullptr : end;
    }
  }
};
inline const Numbers chosen("HB_MUTANT");
inline const Numbers disarmed("HB_DISARMED");

// WHY both: an instrumented read would be the test's, and a copy of this
// function in one that is instrumented would be too.
__attribute__((no_sanitize("thread"), noinline)) inline bool is(int number) {
  for (int i = 0; i < chosen.count; ++i) {
    if (chosen.all[i] == number) return true;
  }
  for (int i = 0; i < disarmed.count; ++i) {
    if (disarmed.all[i] == number) return true;
  }
  return false;
}

inline bool any(std::initializer_list<int> numbers) {
  for (const int number : numbers) {
    if (is(number)) return true;
  }
  return false;
}

// The order that was written, or a mutant's. The checker takes it as it comes:
// it need not be a constant.
struct OrderOf {
  int number;
  std::memory_order order;
};
inline std::memory_order order(std::memory_order written,
                               std::initializer_list<OrderOf> others) {
  for (const OrderOf& other : others) {
    if (is(other.number)) return other.order;
  }
  return written;
}

// An update in two steps, as if it were not atomic.
template <typename Atomic, typename Value, typename... Orders>
auto fetch_add(int split, Atomic& atomic, Value value, Orders... orders) {
  if (!is(split)) return atomic.fetch_add(value, orders...);
  const auto old = atomic.load();
  atomic.store(old + value);
  return old;
}
template <typename Atomic, typename Value, typename... Orders>
auto fetch_sub(int split, Atomic& atomic, Value value, Orders... orders) {
  if (!is(split)) return atomic.fetch_sub(value, orders...);
  const auto old = atomic.load();
  atomic.store(old - value);
  return old;
}
template <typename Atomic, typename Value, typename... Orders>
auto exchange(int split, Atomic& atomic, Value&& value, Orders... orders) {
  if (!is(split)) return atomic.exchange(std::forward<Value>(value), orders...);
  auto old = atomic.load();
  atomic.store(std::forward<Value>(value));
  return old;
}
template <typename Atomic, typename Expected, typename Value,
          typename... Orders>
bool compare_exchange_strong(int split, Atomic& atomic, Expected& expected,
                             Value&& value, Orders... orders) {
  if (!is(split)) {
    return atomic.compare_exchange_strong(expected, std::forward<Value>(value),
                                          orders...);
  }
  const auto old = atomic.load();
  if (old == expected) {
    atomic.store(std::forward<Value>(value));
    return true;
  }
  expected = old;
  return false;
}
template <typename Atomic, typename Expected, typename Value,
          typename... Orders>
bool compare_exchange_weak(int split, Atomic& atomic, Expected& expected,
                           Value&& value, Orders... orders) {
  if (!is(split)) {
    return atomic.compare_exchange_weak(expected, std::forward<Value>(value),
                                        orders...);
  }
  return compare_exchange_strong(split, atomic, expected,
                                 std::forward<Value>(value));
}

template <typename Notified>
void notify_one(int none, int all, Notified& notified) {
  if (is(none)) return;
  if (is(all)) return notified.notify_all();
  notified.notify_one();
}
template <typename Notified>
void notify_all(int none, int one, Notified& notified) {
  if (is(none)) return;
  if (is(one)) return notified.notify_one();
  notified.notify_all();
}

// Waits with a predicate: not at all, or once, without asking again.
template <typename Condition, typename Lock, typename Ready>
void wait(int none, int once, Condition& condition, Lock& lock, Ready ready) {
  if (is(none)) return;
  if (!is(once)) return condition.wait(lock, ready);
  if (!ready()) condition.wait(lock);
}
template <typename Condition, typename Lock, typename Token, typename Ready>
bool wait(int none, int once, Condition& condition, Lock& lock, Token token,
          Ready ready) {
  if (is(none)) return ready();
  if (!is(once)) return condition.wait(lock, token, ready);
  if (!ready())
    condition.wait(lock, token, [asked = false]() mutable {
      return std::exchange(asked, true);
    });
  return ready();
}
template <typename Condition, typename Lock, typename Until, typename Ready>
bool wait_for(int none, int once, Condition& condition, Lock& lock,
              const Until& time, Ready ready) {
  if (is(none)) return ready();
  if (!is(once)) return condition.wait_for(lock, time, ready);
  if (!ready()) condition.wait_for(lock, time);
  return ready();
}
template <typename Condition, typename Lock, typename Until, typename Ready>
bool wait_until(int none, int once, Condition& condition, Lock& lock,
                const Until& time, Ready ready) {
  if (is(none)) return ready();
  if (!is(once)) return condition.wait_until(lock, time, ready);
  if (!ready()) condition.wait_until(lock, time);
  return ready();
}

// `while` with a wait in it, or `if`: false where a second round would begin.
inline bool again(int once, bool& is_first) {
  return !is(once) || std::exchange(is_first, false);
}

// Keeps what was locked in an inner block until its own end.
class Keeper {
 public:
  Keeper() = default;
  ~Keeper() { end(); }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  void end() {
    if (end_ != nullptr) std::exchange(end_, nullptr)(room_);
  }
  void end_if(int number) {
    if (is(number)) end();
  }

  template <typename Lock, typename... Arguments>
  void lock(Arguments&... arguments) {
    static_assert(sizeof(Lock) <= sizeof room_);
    end();
    ::new (static_cast<void*>(room_)) Lock(arguments...);
    end_ = [](void* room) { static_cast<Lock*>(room)->~Lock(); };
  }

 private:
  alignas(std::max_align_t) unsigned char room_[128] = {};
  void (*end_)(void*) = nullptr;
};

// A lock_guard or its like, which may not lock, may lock late, end early, be
// given back and taken again, or be kept by somebody else.
template <typename Lock, typename... Arguments>
class Guard {
 public:
  Guard(bool locks, Keeper* keeper, Arguments&... arguments)
      : arguments_(arguments...) {
    if (keeper != nullptr) {
      keeper->lock<Lock>(arguments...);
    } else if (locks) {
      lock_.emplace(arguments...);
    }
  }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard() = default;

  void lock_if(bool now) const {
    if (!now) return;
    std::apply([&](auto&... arguments) { lock_.emplace(arguments...); },
               arguments_);
  }
  void unlock_if(bool now) const {
    if (now) lock_.reset();
  }
  void lock_again_if(bool now) const {
    unlock_if(now);
    lock_if(now);
  }

 private:
  std::tuple<Arguments&...> arguments_;
  mutable std::optional<Lock> lock_;
};

template <typename Lock, typename... Arguments>
Guard<Lock, Arguments...> guard(bool locks, Keeper* keeper,
                                Arguments&... arguments) {
  return Guard<Lock, Arguments...>(locks, keeper, arguments...);
}

// The same for unique_lock and shared_lock, which also go into a wait.
template <typename Lock>
class Movable : public Lock {
 public:
  template <typename Mutex>
  Movable(bool locks, Keeper* keeper, Mutex& mutex)
      : Lock(mutex, std::defer_lock), locks_(locks), keeper_(keeper) {
    if (locks_) Lock::lock();
  }
  Movable(const Movable&) = delete;
  Movable& operator=(const Movable&) = delete;
  ~Movable() {
    if (keeper_ == nullptr || !Lock::owns_lock()) return;
    auto& mutex = *Lock::release();
    keeper_->lock<Lock>(mutex, std::adopt_lock);
  }

  void lock() {
    if (locks_) Lock::lock();
  }
  void unlock() {
    if (locks_ && Lock::owns_lock()) Lock::unlock();
  }
  void lock_if(bool now) {
    if (!now || Lock::owns_lock()) return;
    locks_ = true;
    Lock::lock();
  }
  void unlock_if(bool now) {
    if (now && Lock::owns_lock()) Lock::unlock();
  }
  void lock_again_if(bool now) {
    if (!now || !Lock::owns_lock()) return;
    Lock::unlock();
    Lock::lock();
  }

 private:
  bool locks_;
  Keeper* keeper_;
};

// What an expectation is given is evaluated, and nothing is expected.
template <typename... Values>
void expect_nothing(const Values&...) {}

}  // namespace hb::mutants
