#include "runner/bench/bench_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "runner/system/markup.hpp"

namespace hb::runner {
namespace {

// In pixels: a row is a line of text and a bar below it.
constexpr int kChartRowHeight = 40;
constexpr int kChartTextBaseline = 14;
constexpr int kChartBarTop = 20;
constexpr int kChartBarHeight = 14;
constexpr int kChartAxisHeight = 24;

constexpr double kLogarithmicFrom = 15;  // times the fastest median

// 1, 2 or 5 times a power of ten, not below `value`.
double round_number_from(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= value) return factor * power;
  }
  return 10 * power;
}

// "100 ns", and not "100.0 ns": a tick is a round number.
std::string tick_text(double nanoseconds) {
  double value = nanoseconds;
  const char* unit = "ns";
  for (const char* larger : {"us", "ms", "s"}) {
    if (value < 999.5) break;
    value /= 1000;
    unit = larger;
  }
  return fmt::format("{:g} {}", value, unit);
}

std::string ticks_svg(const BenchAxis& axis, int height) {
  std::string svg;
  for (std::size_t n = 0; n < axis.ticks.size(); ++n) {
    const char* anchor = n == 0                       ? "start"
                         : n + 1 == axis.ticks.size() ? "end"
                                                      : "middle";
    const double x = axis.place(axis.ticks[n]);
    svg += fmt::format(
        "<line class=\"grid\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"0\" "
        "y2=\"{1}\"/>"
        "<text class=\"tick\" x=\"{0:.2f}%\" y=\"{2}\" text-anchor=\"{3}\">"
        "{4}</text>\n",
        x, height, height + kChartAxisHeight - 8, anchor,
        tick_text(axis.ticks[n]));
  }
  return svg;
}

// Light enough for the bar, and thick in the middle half of the samples.
std::string spread_svg(const BenchAxis& axis, const Summary& time, int top) {
  const double middle = top + kChartBarHeight / 2.0;
  const double low = axis.place(time.low);
  return fmt::format(
      "<line class=\"all\" x1=\"{:.2f}%\" x2=\"{:.2f}%\" y1=\"{:.1f}\" "
      "y2=\"{:.1f}\"/>"
      "<rect class=\"half\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"{:.1f}\" "
      "height=\"6\"/>\n",
      axis.place(time.least), axis.place(time.most), middle, middle, low,
      std::max(axis.place(time.high) - low, 0.2), middle - 3);
}

std::string row_svg(const BenchAxis& axis, const BenchRow& row, int top) {
  const char* kind = row.naive            ? "naive"
                     : row.way == "yours" ? "yours"
                                          : "other";
  const std::string value =
      row.time ? format_time(row.time->median) : "no time";
  std::string svg = fmt::format(
      "<text class=\"way {}\" x=\"0\" y=\"{}\">{}</text>"
      "<text x=\"100%\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
      kind, top + kChartTextBaseline,
      markup_text(row.way + (row.naive ? " (naive)" : "")),
      top + kChartTextBaseline, value);
  if (!row.time) {
    return svg +
           fmt::format("<text class=\"tick\" x=\"0\" y=\"{}\">{}</text>\n",
                       top + kChartBarTop + 12, markup_text(row.error));
  }
  svg += fmt::format(
      "<rect class=\"bar {}\" x=\"0\" y=\"{}\" height=\"{}\" "
      "width=\"{:.2f}%\"/>\n",
      kind, top + kChartBarTop, kChartBarHeight,
      std::max(axis.place(row.time->median), 0.2));
  return svg + spread_svg(axis, *row.time, top + kChartBarTop);
}

}  // namespace

double BenchAxis::place(double nanoseconds) const {
  const double part =
      is_logarithmic ? std::log10(nanoseconds / low) / std::log10(high / low)
                     : (nanoseconds - low) / (high - low);
  return 100 * std::clamp(part, 0.0, 1.0);
}

BenchAxis axis_for(std::span<const BenchRow> rows) {
  Summary all;
  for (const BenchRow& row : rows) {
    if (!row.time) continue;
    const bool is_first = all.samples == 0;
    all.samples += row.time->samples;
    // Here low and high are the smallest and the largest median.
    all.low = is_first ? row.time->median : std::min(all.low, row.time->median);
    all.high = std::max(all.high, row.time->median);
    all.least =
        is_first ? row.time->least : std::min(all.least, row.time->least);
    all.most = std::max(all.most, row.time->most);
  }
  BenchAxis axis;
  if (all.least > 0 && all.high > kLogarithmicFrom * all.low) {
    axis.is_logarithmic = true;
    axis.low = std::pow(10, std::floor(std::log10(all.least)));
    axis.high = std::pow(10, std::ceil(std::log10(all.most)));
    for (double tick = axis.low; tick < axis.high * 1.5; tick *= 10) {
      axis.ticks.push_back(tick);
    }
    return axis;
  }
  const double step = round_number_from(std::max(all.most, 1e-3) / 4);
  const double steps = std::ceil(std::max(all.most, 1e-3) / step);
  axis.high = step * steps;
  for (int n = 0; n <= static_cast<int>(steps); ++n) {
    axis.ticks.push_back(step * n);
  }
  return axis;
}

std::string bench_chart(std::span<const BenchRow> rows, const std::string& id) {
  if (std::ranges::none_of(rows, [](const auto& row) { return !!row.time; })) {
    return "";
  }
  const BenchAxis axis = axis_for(rows);
  const int height = kChartRowHeight * static_cast<int>(rows.size());
  std::string svg = fmt::format(
      "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{0}\" "
      "width=\"100%\" height=\"{1}\">\n"
      "<title id=\"{0}\">{2}: bars of the medians, {3} axis from {4} to {5}; "
      "the table has the figures</title>\n",
      id, height + kChartAxisHeight, markup_text(rows.front().group),
      axis.is_logarithmic ? "logarithmic" : "linear", tick_text(axis.low),
      tick_text(axis.high));
  svg += ticks_svg(axis, height);
  for (std::size_t n = 0; n < rows.size(); ++n) {
    svg += row_svg(axis, rows[n], kChartRowHeight * static_cast<int>(n));
  }
  return svg + "</svg>\n";
}

}  // namespace hb::runner
