// Times sorted into buckets that grow by a constant factor, and read back as
// percentiles.
//
// From 1 us to 100 s, 40 buckets a decade: a percentile is off by 3 % at most
// (half a bucket, 10^(1/80)); by less than 1 us below that range. Above it, it
// is the longest time that was seen. The axis and the merged counts are
// Boost.Histogram's.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

inline constexpr std::size_t kDecades = 8;
inline constexpr std::size_t kBucketsPerDecade = 40;
// With one for shorter times and one for longer ones.
inline constexpr std::size_t kBuckets = kDecades * kBucketsPerDecade + 2;

// In 0..kBuckets-1. A time that is a bucket's upper bound belongs to it, as
// Prometheus has it ("le"). Negative times count as none.
std::size_t bucket_of(std::chrono::nanoseconds time);

// `counts`: kBuckets of them. `most`: the longest of these times.
// O(kBuckets).
Percentiles percentiles_of(std::span<const std::uint64_t> counts,
                           std::chrono::nanoseconds sum,
                           std::chrono::nanoseconds most);

}  // namespace hb::pipeline
