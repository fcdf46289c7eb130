// The bars of one group of a benchmark, as SVG for the page of bench_page.hpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runner/bench/bench_report.hpp"

namespace hb::runner {

// From a time to a place: linear from zero, or logarithmic between two powers
// of ten where the slowest median is more than 15 times the fastest.
struct BenchAxis {
  bool is_logarithmic = false;
  double low = 0;   // nanoseconds
  double high = 1;  // nanoseconds
  std::vector<double> ticks;

  // Per cent of the width: 0 at low, 100 at high, never outside.
  double place(double nanoseconds) const;
};

// REQUIRES: a row has a time.
BenchAxis axis_for(std::span<const BenchRow> rows);

// An <svg> as wide as what it stands in; its text keeps its size at any width.
// `id` names it for whoever cannot see it. A row without a time has its reason
// instead of a bar. Empty if no row has a time.
std::string bench_chart(std::span<const BenchRow> rows, const std::string& id);

}  // namespace hb::runner
