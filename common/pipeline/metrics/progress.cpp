#include "pipeline/metrics/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "pipeline/text.hpp"

namespace hb::pipeline {
namespace {

// "2 s", "3 min 20 s", "1 h 5 min".
std::string time_text(std::uint64_t seconds) {
  if (seconds < 60) return fmt::format("{} s", seconds);
  const std::uint64_t minutes = seconds / 60;
  if (minutes < 60) return fmt::format("{} min {} s", minutes, seconds % 60);
  return fmt::format("{} h {} min", grouped(minutes / 60), minutes % 60);
}

}  // namespace

std::string progress(std::string_view what, const MetricsView& view) {
  const std::uint64_t all = view.expected_bytes;
  const std::uint64_t done =
      std::min(view.counter(Counter::bytes_processed), all);
  const double seconds = std::chrono::duration<double>(view.elapsed).count();
  if (done == 0 || seconds <= 0) return "";
  const double rate = static_cast<double>(done) / seconds;
  // WHY up: "0 s left" is said when there is none.
  const double left = std::ceil(static_cast<double>(all - done) / rate);
  return fmt::format(
      "{}: {:.0f} % of {}, {} left, {}/s\n", what,
      std::floor(100 * static_cast<double>(done) / static_cast<double>(all)),
      bytes_text(all), time_text(static_cast<std::uint64_t>(left)),
      bytes_text(static_cast<std::uint64_t>(rate)));
}

}  // namespace hb::pipeline
