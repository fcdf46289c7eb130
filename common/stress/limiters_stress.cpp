// In no window more calls than the rate allows, whoever is cancelled.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

#include "stress/tests.hpp"
#include "sync/gcra.hpp"
#include "sync/token_bucket.hpp"

namespace hb::stress {
namespace {

using Clock = std::chrono::steady_clock;
using sync::Outcome;

// A call that was let through, at some time between these two.
struct Call {
  Clock::time_point before;
  Clock::time_point after;
};

void expect_rate_kept(const std::vector<Call>& calls, const sync::Rate& rate) {
  for (const Call& first : calls) {
    for (const Call& last : calls) {
      const auto inside = std::ranges::count_if(calls, [&](const Call& call) {
        return call.before >= first.before && call.after <= last.after;
      });
      const auto most =
          rate.burst + (last.after - first.before) / rate.interval;
      expect(inside <= most || last.after < first.before,
             "no window has more calls than the rate allows");
    }
  }
}

template <typename Limiter>
void keep_to_the_rate(const Round& round, const sync::Rate& rate) {
  Limiter limiter(rate);
  Cancellation cancellation(round.threads);
  std::vector<std::vector<Call>> of_threads(
      static_cast<std::size_t>(round.threads));

  run_threads(round, [&](int thread, Random& random) {
    for (int i = 0; i < 15; ++i) {
      if (random.one_in(3)) cancellation.strike(random);
      const auto before = Clock::now();
      Outcome outcome = Outcome::would_block;
      switch (random.between(0, 2)) {
        case 0:
          outcome = limiter.try_acquire();
          break;
        case 1:
          outcome = limiter.acquire_until(
              before + std::chrono::microseconds(random.between(0, 100)),
              cancellation.token(thread));
          break;
        default:
          outcome = limiter.acquire(cancellation.token(thread));
      }
      if (outcome != Outcome::done) continue;
      of_threads[static_cast<std::size_t>(thread)].push_back(
          {before, Clock::now()});
    }
  });
  std::vector<Call> all;
  for (const auto& calls : of_threads) {
    all.insert(all.end(), calls.begin(), calls.end());
  }
  expect_rate_kept(all, rate);
}

}  // namespace

void stress_limiters(const Round& round) {
  Random shape(round.seed);
  const sync::Rate rate = {
      .interval = std::chrono::nanoseconds(shape.one_in(3)
                                               ? shape.between(50, 900)
                                               : shape.between(1'000, 200'000)),
      .burst = shape.one_in(3) ? shape.between(50, 200) : shape.between(1, 5)};
  keep_to_the_rate<sync::TokenBucket<>>(round, rate);
  keep_to_the_rate<sync::Gcra<>>(round, rate);
}

}  // namespace hb::stress
