// Permit: one permit of Permits, which goes back when its owner ends. The class
// of 09a's solution, given to lesson 22.
//
// Thread safety: an object belongs to one thread at a time; it may be moved to
// another, inside a chunk for instance.
#pragma once

#include <utility>

#include "lesson/permits.hpp"

namespace hb {

class [[nodiscard]] Permit {
 public:
  Permit() = default;  // holds nothing
  // Waits for a permit. Holds nothing once `permits` is closed.
  explicit Permit(Permits& permits)
      : permits_(permits.acquire() ? &permits : nullptr) {}
  Permit(Permit&& other) noexcept
      : permits_(std::exchange(other.permits_, nullptr)) {}
  Permit& operator=(Permit&& other) noexcept {
    Permit taken(std::move(other));  // what this one held goes back with it
    std::swap(permits_, taken.permits_);
    return *this;
  }
  ~Permit() {
    if (permits_ != nullptr) permits_->release();
  }

  explicit operator bool() const { return permits_ != nullptr; }

 private:
  Permits* permits_ = nullptr;  // null: holds nothing
};

}  // namespace hb
