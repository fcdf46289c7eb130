#include "trial.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>

namespace hb {
namespace {

using Clock = std::chrono::steady_clock;

// The processors' busy seconds, and those of this process and its children.
struct Load {
  double all = 0;
  double own = 0;
  Clock::time_point at = Clock::now();
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_usec) / 1e6;
}

Load load() {
  Load load;
  std::ifstream file("/proc/stat");
  std::string cpu;
  double user = 0, nice = 0, system = 0;
  if (file >> cpu >> user >> nice >> system) {
    load.all =
        (user + nice + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    load.own += seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  return load;
}

// /proc/stat counts in steps of some milliseconds: over a tenth of a second,
// a tenth of two processors is still two steps.
bool was_quiet(const Load& before, const Load& after) {
  const double passed =
      std::chrono::duration<double>(after.at - before.at).count();
  const double foreign = (after.all - before.all) - (after.own - before.own);
  return foreign < std::max(0.1 * 2 * passed, 0.025);
}

}  // namespace

void add_way(const std::string& name, long items,
             const std::function<Check()>& run) {
  auto is_warm = std::make_shared<bool>(false);
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    constexpr int kTriesForAQuietTrial = 20;
    if (!*is_warm && !run()()) state.SkipWithError("the result is wrong");
    *is_warm = true;
    int noisy_in_a_row = 0, trials = 0, clean = 0;
    while (noisy_in_a_row > 0 || state.KeepRunningBatch(items)) {
      const Load before = load();
      const auto start = Clock::now();
      const Check is_right = run();
      const auto end = Clock::now();
      const Load after = load();
      ++trials;
      if (!is_right()) {
        state.SkipWithError("the result is wrong");
        break;
      }
      if (was_quiet(before, after)) {
        ++clean;
        noisy_in_a_row = 0;
        state.SetIterationTime(
            std::chrono::duration<double>(end - start).count());
      } else if (++noisy_in_a_row == kTriesForAQuietTrial) {
        state.SkipWithError("this machine: no quiet trial in 20");
        break;
      }
    }
    state.counters["clean"] = clean;
    state.counters["trials"] = trials;
  })->UseManualTime();
}

}  // namespace hb
