// Never more permits out than there are, and all of them back at the end.

#include <atomic>
#include <chrono>
#include <cstdint>

#include "stress/tests.hpp"
#include "sync/semaphore.hpp"

namespace hb::stress {
namespace {

using sync::Expected;
using sync::Permit;
using sync::Semaphore;

class SemaphoreRound {
 public:
  SemaphoreRound(const Round& round, Random& random)
      : round_(round),
        cancellation_(round.threads),
        capacity_(random.between(1, 5)),
        permits_(capacity_),
        closes_(random.one_in(3)) {}

  void run() {
    run_threads(round_, [&](int thread, Random& random) {
      for (int i = 0; i < 300; ++i) step(thread, random);
      // Who waits for many permits waits for the last thread: nobody stays.
      if (closes_ && thread == 0) permits_.close();
    });
    expect(permits_.available() == capacity_, "all permits are back");
  }

 private:
  void step(int thread, Random& random) {
    if (random.one_in(6)) cancellation_.strike(random);
    const std::int64_t count = random.between(1, capacity_);
    const Expected<Permit> permit = acquire(thread, count, random);
    if (!permit) return;
    // WHY relaxed: only how many are out at once, in any order, matters.
    const auto out = out_.fetch_add(count, std::memory_order_relaxed) + count;
    expect(out <= capacity_, "no more permits are out than there are");
    out_.fetch_sub(count, std::memory_order_relaxed);
  }

  Expected<Permit> acquire(int thread, std::int64_t count, Random& random) {
    switch (random.between(0, 3)) {
      case 0:
        return permits_.try_acquire(count);
      case 1:
        return permits_.acquire_until(
            std::chrono::steady_clock::now() +
                std::chrono::microseconds(random.between(0, 200)),
            count, cancellation_.token(thread));
      default:
        return permits_.acquire(count, cancellation_.token(thread));
    }
  }

  const Round round_;
  Cancellation cancellation_;
  const std::int64_t capacity_;
  Semaphore permits_;
  const bool closes_;
  std::atomic<std::int64_t> out_ = 0;
};

}  // namespace

void stress_semaphore(const Round& round) {
  Random random(round.seed);
  SemaphoreRound(round, random).run();
}

}  // namespace hb::stress
