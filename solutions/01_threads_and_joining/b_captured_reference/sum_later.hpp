// 01b  captured reference (solution)
#pragma once

#include <functional>
#include <latch>
#include <numeric>
#include <thread>
#include <vector>

namespace hb {

using Report = std::function<void(int)>;

// Starts a thread that waits for `go` and then reports the sum of `numbers`.
// The caller joins it.
// ---------------------------------------------------- edit below this line
inline std::jthread sum_later(std::latch& go, const std::vector<int>& numbers,
                              const Report& report) {
  // WHY a copy: the thread outlives this call, and the caller may change or
  // destroy its vector meanwhile. The copy is made here, by the caller's own
  // thread, before the new one starts: nobody writes while we read.
  // WHY a reference to `go`: the two must share it, and it lives long enough.
  std::jthread adder([&go, numbers, report] {
    go.wait();
    report(std::accumulate(numbers.begin(), numbers.end(), 0));
  });
  return adder;
}

}  // namespace hb
