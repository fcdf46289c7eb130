#include "pipeline/metrics/time_buckets.hpp"

#include <algorithm>
#include <boost/histogram/axis/regular.hpp>
#include <boost/histogram/histogram.hpp>
#include <boost/histogram/indexed.hpp>
#include <boost/histogram/storage_adaptor.hpp>
#include <cassert>
#include <cmath>
#include <tuple>

namespace hb::pipeline {
namespace {

namespace bh = boost::histogram;

using LogAxis = bh::axis::regular<double, bh::axis::transform::log>;
using Histogram =
    bh::histogram<std::tuple<LogAxis>, bh::dense_storage<std::uint64_t>>;

constexpr double kLeastUs = 1;
constexpr double kMostUs = 100e6;

const LogAxis& axis() {
  static const LogAxis made(kDecades * kBucketsPerDecade, kLeastUs, kMostUs);
  return made;
}

double in_ms(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

// Where Prometheus' buckets end: 10 us, then the tenths of a decade nearest to
// 2, 5 and 10. WHY not 2 and 5: these are bounds of our own buckets, so that
// the cumulative counts are exact.
const std::vector<int>& exported_edges() {
  static const std::vector<int> made = [] {
    const auto per_decade = static_cast<int>(kBucketsPerDecade);
    const int end = axis().size();
    std::vector<int> edges;
    for (int decade = per_decade; decade < end; decade += per_decade) {
      for (const int tenths : {0, 3, 7}) {
        edges.push_back(decade + tenths * per_decade / 10);
      }
    }
    edges.push_back(end);
    return edges;
  }();
  return made;
}

// The middle of a bucket, by ratio: as far from both of its ends.
double middle_ms(int bin) {
  if (bin < 0) return kLeastUs / 2 / 1e3;
  return std::sqrt(axis().value(bin) * axis().value(bin + 1)) / 1e3;
}

// The time that a share of all do not exceed, by the nearest rank.
double percentile_ms(const Histogram& times, std::uint64_t count, double share,
                     double most_ms) {
  const auto rank = static_cast<std::uint64_t>(
      std::max(1.0, std::ceil(share * static_cast<double>(count))));
  std::uint64_t seen = 0;
  for (auto&& bucket : bh::indexed(times, bh::coverage::all)) {
    seen += *bucket;
    if (seen < rank) continue;
    const int bin = bucket.index();
    if (bin >= axis().size()) return most_ms;
    return std::min(middle_ms(bin), most_ms);
  }
  return most_ms;
}

}  // namespace

std::size_t bucket_of(std::chrono::nanoseconds time) {
  // WHY half a nanosecond less: the axis' buckets hold their lower bound and
  // not their upper one; of whole nanoseconds, they then hold the upper one.
  const double ns =
      static_cast<double>(std::max<std::int64_t>(1, time.count()));
  return static_cast<std::size_t>(axis().index((ns - 0.5) / 1e3) + 1);
}

const std::vector<double>& bucket_bounds_us() {
  static const std::vector<double> made = [] {
    std::vector<double> bounds;
    for (const int edge : exported_edges()) {
      // WHY rounded: times are whole nanoseconds, so this is the same bound.
      bounds.push_back(std::round(axis().value(edge) * 1e3) / 1e3);
    }
    return bounds;
  }();
  return made;
}

Percentiles percentiles_of(std::span<const std::uint64_t> counts,
                           std::chrono::nanoseconds sum,
                           std::chrono::nanoseconds most) {
  assert(counts.size() == kBuckets);
  Histogram times(axis());
  Percentiles result;
  for (int bin = -1; bin <= axis().size(); ++bin) {
    const std::uint64_t count = counts[static_cast<std::size_t>(bin + 1)];
    times.at(bin) = count;
    result.count += count;
  }
  std::uint64_t below = times.at(-1);
  int bin = 0;
  for (const int edge : exported_edges()) {
    while (bin < edge) below += times.at(bin++);
    result.buckets.push_back(below);
  }
  if (result.count == 0) return result;
  result.sum_ms = in_ms(sum);
  result.most_ms = in_ms(most);
  result.p50_ms = percentile_ms(times, result.count, 0.50, result.most_ms);
  result.p95_ms = percentile_ms(times, result.count, 0.95, result.most_ms);
  result.p99_ms = percentile_ms(times, result.count, 0.99, result.most_ms);
  return result;
}

}  // namespace hb::pipeline
