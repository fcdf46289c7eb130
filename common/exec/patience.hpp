// How long to look before sleeping.
//
// Where the processors are virtual, waking a thread on an idle one costs some
// 25 us each way; a look at a word that another processor writes costs 50 ns.
// Whoever expects to wait for less than that does better to look again.
#pragma once

#include <thread>

#include "sync/spin.hpp"

namespace hb::exec {

// First `spins` looks with a pause between them (25 ns each), for a partner on
// another processor; then `yields` looks with a yield between them (0.4 us), so
// that a partner who needs this processor gets it; then sleep.
struct Patience {
  int spins = 64;
  int yields = 20;
};

// WHY none where executions are checked: each look is a place where executions
// part, and there are no new outcomes in a second look.
inline constexpr Patience kPatient =
    sync::is_instrumented ? Patience{.spins = 0, .yields = 0} : Patience{};

// Whether `came` returned true before patience ended.
template <typename Came>
bool look_for(const Patience& patience, Came came) {
  for (int n = 0; n < patience.spins; ++n) {
    if (came()) return true;
    sync::spin_pause();
  }
  for (int n = 0; n < patience.yields; ++n) {
    if (came()) return true;
    std::this_thread::yield();
  }
  return false;
}

}  // namespace hb::exec
