// 09a  permit_on_every_path: who gives it back? (solution)
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "lesson/permits.hpp"

namespace hb {

// Reads a page: returns how many dots are dark, or throws, and not always a
// std::exception.
using Read = std::function<int()>;

// ---------------------------------------------------- edit below this line
// A permit that is given back when its owner ends. It can be moved, into a task
// for instance, and not copied.
class Permit {
 public:
  explicit Permit(Permits& permits)
      : permits_(permits.acquire() ? &permits : nullptr) {}
  Permit(Permit&& other) noexcept
      : permits_(std::exchange(other.permits_, nullptr)) {}
  Permit& operator=(Permit&&) = delete;
  ~Permit() {
    // WHY here: a destructor runs on every way out. What was done with the
    // permit happens before whatever the next acquire() lets in.
    if (permits_ != nullptr) permits_->release();
  }

  explicit operator bool() const { return permits_ != nullptr; }

 private:
  Permits* permits_;  // null: holds nothing
};

// Scans a page by the light of one lamp, and waits for it. Returns the number
// of dark dots; nullopt for a blank page, and once the lamps are closed.
inline std::optional<int> scan(Permits& lamps, const Read& read) {
  const Permit lamp(lamps);
  // WHY ask: a closed semaphore has given nothing, so nothing is read by it
  // and nothing goes back.
  if (!lamp) return std::nullopt;
  const int dots = read();
  if (dots == 0) return std::nullopt;
  return dots;
}

}  // namespace hb
