#include "exec/signal.hpp"

#include "sync/spin.hpp"

namespace hb::exec {

void Signal::set() {
  // WHY release: pairs with the acquires of happened() and wait_until(). What
  // this thread has written is theirs to read.
  const std::uint32_t before =
      word_.fetch_or(kHappened, std::memory_order_release);
  // WHY the bit is enough: a waiter sets it in the word itself, before it
  // sleeps on that value. Either it is seen here, or the waiter sees ours.
  if ((before & kSleepers) != 0) sync::futex_wake_all(word_);
}

sync::Outcome Signal::wait_until(const sync::Deadline& deadline,
                                 std::stop_token stop) {
  if (sync::comes_soon([&] { return happened() || stop.stop_requested(); })) {
    return happened() ? sync::Outcome::done : sync::Outcome::stopped;
  }
  // WHY the word is changed: a waiter between its question and its sleep
  // sleeps on an old value then, and wakes at once.
  std::stop_callback wake(stop, [this] {
    word_.fetch_add(kStop, std::memory_order_release);
    sync::futex_wake_all(word_);
  });
  for (;;) {
    // WHY acquire: pairs with the release in set().
    const std::uint32_t seen =
        word_.fetch_or(kSleepers, std::memory_order_acquire) | kSleepers;
    if ((seen & kHappened) != 0) return sync::Outcome::done;
    if (stop.stop_requested()) return sync::Outcome::stopped;
    if (deadline && std::chrono::steady_clock::now() >= *deadline) {
      return sync::Outcome::timed_out;
    }
    sync::futex_wait(word_, seen, deadline);
  }
}

}  // namespace hb::exec
