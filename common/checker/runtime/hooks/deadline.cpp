#include "checker/runtime/hooks/deadline.hpp"

#include <algorithm>

#include "checker/runtime/runtime.hpp"

namespace hb::checker {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
// Some 36 years: what is later never comes, and sums below it do not overflow.
constexpr std::int64_t kLatest = std::int64_t{1} << 60;

std::int64_t nanoseconds_of(const timespec& time) {
  if (time.tv_sec >= kLatest / kSecond) return kNever;
  if (time.tv_sec < 0) return 0;
  return time.tv_sec * kSecond + time.tv_nsec;
}

}  // namespace

bool is_valid(const timespec& time) {
  return time.tv_nsec >= 0 && time.tv_nsec < kSecond;
}

std::int64_t deadline_at(const timespec& time) {
  const std::int64_t since_1970 = nanoseconds_of(time);
  if (since_1970 == kNever) return kNever;
  return std::max(since_1970 - kEpoch, std::int64_t{0});
}

std::int64_t deadline_after(const timespec& duration) {
  return deadline_after(nanoseconds_of(duration));
}

std::int64_t deadline_after(std::int64_t nanoseconds) {
  if (nanoseconds >= kLatest) return kNever;
  return now() + std::max(nanoseconds, std::int64_t{0});
}

}  // namespace hb::checker
