#include "pipeline/engine/slow_services.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

#include "pipeline/container/checksum.hpp"
#include "sync/rate.hpp"

namespace hb::pipeline {
namespace {

std::chrono::nanoseconds cpu_time() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) +
         std::chrono::nanoseconds(now.tv_nsec);
}

}  // namespace

SlowServices::SlowServices(const Options& options, std::stop_token stop,
                           std::chrono::nanoseconds call)
    : has_llm_(options.wants("llm")),
      has_ocr_(options.wants("ocr")),
      stop_(std::move(stop)),
      call_(call) {
  if (options.calls_per_minute) {
    rate_.emplace(sync::per(std::chrono::minutes(1), *options.calls_per_minute,
                            options.burst));
  }
}

bool SlowServices::wait_for_moment() {
  if (rate_ && rate_->acquire(stop_) != sync::Outcome::done) return false;
  calls_.fetch_add(1, std::memory_order_relaxed);
  return true;
}

bool SlowServices::wait_for_llm() {
  if (!has_llm_) return true;
  if (!wait_for_moment()) return false;
  sync::SteadyTime time;
  return sync::sleep_until(time, time.now() + call_, stop_) ==
         sync::Outcome::done;
}

bool SlowServices::wait_for_ocr() { return !has_ocr_ || wait_for_moment(); }

bool SlowServices::compute_ocr(std::span<const std::byte> page) {
  if (!has_ocr_) return true;
  // WHY pieces: a stop is seen between two, whatever the chunk's size.
  constexpr std::size_t kPiece = 64 * 1024;
  const auto piece = page.first(std::min(page.size(), kPiece));
  volatile std::uint64_t text = 0;  // so that it is computed
  for (const auto end = cpu_time() + call_; cpu_time() < end;) {
    if (stop_.stop_requested()) return false;
    text = text ^ checksum64(piece);
  }
  return true;
}

}  // namespace hb::pipeline
