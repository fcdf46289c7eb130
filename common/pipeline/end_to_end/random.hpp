// Random numbers that are the same in every run with the same seed, on every
// machine: the standard's distributions are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>

namespace hb::pipeline {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t next() { return engine_(); }
  // 0 .. count - 1.  REQUIRES: count > 0.
  std::uint64_t below(std::uint64_t count) { return engine_() % count; }
  bool one_in(std::uint64_t count) { return below(count) == 0; }

  template <typename Values>
  const auto& pick(const Values& values) {
    return values[static_cast<std::size_t>(below(std::size(values)))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace hb::pipeline
