#include "sync/spin.hpp"

#include <chrono>

namespace hb::sync {
namespace {

// A pause takes 10 to 60 ns: processors differ.
int pauses_in(std::chrono::nanoseconds time) {
  using Clock = std::chrono::steady_clock;
  constexpr int kPauses = 64;
  if (is_instrumented) return 1;
  auto took = std::chrono::nanoseconds::max();
  for (int round = 0; round < 4; ++round) {
    const auto start = Clock::now();
    for (int pause = 0; pause < kPauses; ++pause) spin_pause();
    took = std::min<std::chrono::nanoseconds>(took, Clock::now() - start);
  }
  const auto pauses = kPauses * time / std::max(took, time / kPauses);
  return std::clamp(static_cast<int>(pauses), 1, kPauses);
}

const int most_pauses = pauses_in(std::chrono::nanoseconds(400));

}  // namespace

const bool Spin::is_alone = std::thread::hardware_concurrency() == 1;

int pauses_for(std::size_t capacity) {
  // WHY max: 0 before most_pauses is set, in a constructor before main.
  const auto most = static_cast<std::size_t>(std::max(most_pauses, 1));
  return static_cast<int>(std::clamp<std::size_t>(capacity / 2, 1, most));
}

}  // namespace hb::sync
