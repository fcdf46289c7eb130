// A vector clock: how many events of each thread are known.
#pragma once

#include <algorithm>
#include <cstdint>

namespace hb::checker {

// A test with more threads than this is refused with a sentence.
constexpr int kMaxThreads = 16;

struct alignas(16) Clock {
  std::int16_t known[kMaxThreads] = {};

  void join(const Clock& other) {
    for (int t = 0; t < kMaxThreads; ++t) {
      known[t] = std::max(known[t], other.known[t]);
    }
  }
  bool includes(const Clock& other) const {
    for (int t = 0; t < kMaxThreads; ++t) {
      if (known[t] < other.known[t]) return false;
    }
    return true;
  }
  // True if event number `index` (from 0) of `thread` is among the known.
  bool knows(int thread, int index) const { return known[thread] > index; }
};

}  // namespace hb::checker
