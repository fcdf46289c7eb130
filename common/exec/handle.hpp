// What a submitted task will have come to.
#pragma once

#include <cassert>
#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "exec/signal.hpp"
#include "sync/outcome.hpp"

namespace hb::exec {

template <typename T>
class Promise;

// The one end: whoever asked. Not thread-safe; only one thread has it.
//
//   Handle<int> answer = pool.submit([] { return 42; });
//   if (sync::Expected<int> value = answer.get(stop)) use(*value);
//
// It may be dropped: the task runs all the same.
template <typename T>
class [[nodiscard]] Handle {
 public:
  Handle() = default;

  // False for one that was made by Handle(), or that has given its value away.
  bool valid() const { return state_ != nullptr; }

  // Whether get() would not wait. REQUIRES: valid().
  bool ready() const { return state().ended.happened(); }

  // Waits for the task's end. Throws what the task threw; otherwise gives its
  // value away, once. `closed`: the pool was closed before the task could run.
  // `stopped`: ask again if you like, the task is not affected.
  // REQUIRES: valid(). For Handle<void> the result is an Outcome.
  auto get(std::stop_token stop = {}) { return get_until({}, stop); }

  // The same, and `timed_out` at the deadline.
  std::conditional_t<std::is_void_v<T>, sync::Outcome, sync::Expected<T>>
  get_until(const sync::Deadline& deadline, std::stop_token stop = {}) {
    const sync::Outcome waited = state().ended.wait_until(deadline, stop);
    if (waited != sync::Outcome::done) return waited;
    const std::shared_ptr<State> mine = std::move(state_);
    if (mine->error) std::rethrow_exception(std::move(mine->error));
    if (!mine->value) return sync::Outcome::closed;
    if constexpr (std::is_void_v<T>) {
      return sync::Outcome::done;
    } else {
      return std::move(*mine->value);
    }
  }

 private:
  friend class Promise<T>;

  struct Nothing {};
  struct State {
    Signal ended;
    // Written before ended is set, and read after: neither needs a lock.
    std::optional<std::conditional_t<std::is_void_v<T>, Nothing, T>> value;
    std::exception_ptr error;
  };

  explicit Handle(std::shared_ptr<State> state) : state_(std::move(state)) {}

  State& state() const {
    assert(valid() && "it has given its value away");
    return *state_;
  }

  std::shared_ptr<State> state_;
};

// The other end: whoever works. If it goes without a value, the handle says
// `closed`, so that nobody waits for ever.
template <typename T>
class Promise {
 public:
  Promise() : state_(std::make_shared<typename Handle<T>::State>()) {}
  Promise(Promise&&) noexcept = default;
  Promise& operator=(Promise&&) = delete;
  ~Promise() {
    if (state_ != nullptr) state_->ended.set();
  }

  // REQUIRES: called once.
  Handle<T> handle() { return Handle<T>(state_); }

  // Calls body, and passes on what it returns or throws.
  template <typename Body>
  void fulfil_by(Body& body) {
    try {
      // WHY moved: its captures are gone before the handle is ready. Whoever
      // waits may end what they refer to, the semaphore of a permit, say.
      Body own(std::move(body));
      if constexpr (std::is_void_v<T>) {
        own();
        state_->value.emplace();
      } else {
        state_->value.emplace(own());
      }
    } catch (...) {
      state_->error = std::current_exception();
    }
    // WHY away before the signal: the task may end later than the handle.
    std::exchange(state_, nullptr)->ended.set();
  }

 private:
  std::shared_ptr<typename Handle<T>::State> state_;
};

}  // namespace hb::exec
