// How a call that may have to wait ended.
#pragma once

#include <cassert>
#include <optional>
#include <utility>

namespace hb::sync {

enum class Outcome {
  done,
  would_block,  // asked not to wait, and there was nothing to be had
  timed_out,    // the deadline passed
  stopped,      // a stop was requested
  closed,       // closed, and nothing is left
};

// A T, or the reason why there is none. Used as std::optional is.
template <typename T>
class [[nodiscard]] Expected {
 public:
  Expected(T value) : value_(std::move(value)) {}

  // REQUIRES: not Outcome::done, which comes with a value.
  Expected(Outcome why) : outcome_(why) { assert(why != Outcome::done); }

  explicit operator bool() const { return value_.has_value(); }
  Outcome outcome() const { return outcome_; }

  // REQUIRES: there is a value.
  T& operator*() & { return checked(*this); }
  const T& operator*() const& { return checked(*this); }
  T&& operator*() && { return std::move(checked(*this)); }
  T* operator->() { return &checked(*this); }
  const T* operator->() const { return &checked(*this); }

 private:
  template <typename Self>
  static auto& checked(Self& self) {
    assert(self.value_.has_value());
    return *self.value_;
  }

  std::optional<T> value_;
  Outcome outcome_ = Outcome::done;
};

}  // namespace hb::sync
