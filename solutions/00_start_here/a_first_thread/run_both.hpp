// 00a  first thread (solution)
#pragma once

#include <functional>
#include <thread>

namespace hb {

// Runs `first` and `second` at the same time. Returns when both have ended.
// ---------------------------------------------------- edit below this line
inline void run_both(const std::function<void()>& first,
                     const std::function<void()>& second) {
  std::thread beside(first);  // from here on, `first` runs beside us
  second();
  // WHY join: it waits for `first`, and what `first` did happens before all
  // that follows the join. WHY down here: a join above second() would run the
  // two halves one after the other.
  beside.join();
}

}  // namespace hb
