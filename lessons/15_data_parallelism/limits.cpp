#include "limits.hpp"

#include <cstdio>

#include "exec/amdahl.hpp"
#include "processes.hpp"
#include "subject_counts.hpp"

namespace hb {

// #region skewed
void equal_shares_are_not_equal_work() {
  constexpr long kItems = 1000;
  long first_half = 0, all = 0;
  for (long i = 0; i < kItems; ++i) {
    all += i * i;  // what item i costs
    if (i < kItems / 2) first_half += i * i;
  }
  const double larger = static_cast<double>(all - first_half);
  std::printf(
      "two halves, skewed:  %.0f %% and %.0f %% of the work: at most "
      "%.2f times as fast\n",
      100.0 * static_cast<double>(first_half) / static_cast<double>(all),
      100.0 * larger / static_cast<double>(all),
      static_cast<double>(all) / larger);
}
// #endregion skewed

// #region amdahl
void a_speed_up_names_its_serial_part() {
  for (const double speed_up : {2.5, 3.74, 4.5}) {
    const double serial = exec::serial_part(speed_up, 4);
    std::printf("%.2f on 4 cores:     ", speed_up);
    if (serial < 0) {
      std::puts("no serial part explains it");
    } else {
      std::printf("%.1f %% serial; on 16 cores %.1f\n", 100 * serial,
                  exec::speed_up(serial, 16));
    }
  }
}
// #endregion amdahl

// #region memory
void memory_grows_with_the_file(const std::function<Source()>& open) {
  const long all =
      peak_memory_of([&] { Counts counts = count_in_order(collect(open())); });
  const long some = peak_memory_of([&] {
    const Source next = open();
    Counts counts;
    while (true) {
      const Records records = collect_some(next, 100);
      if (records.empty()) break;
      merge(counts, count_in_order(records));
    }
  });
  std::printf("peak memory:         %ld KiB collected, %ld KiB in passing\n",
              all, some);
}
// #endregion memory

}  // namespace hb
