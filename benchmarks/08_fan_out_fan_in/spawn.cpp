#include "spawn.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <thread>
#include <utility>

#include "exec/worker_count.hpp"

namespace hb {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::uint64_t churn(std::uint64_t state, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
  }
  return state;
}

// Rounds of churn() in a microsecond, where nobody disturbs.
int rounds_in_1us() {
  static const int rounds = [] {
    constexpr int kMany = 100'000;
    double least = 1;
    for (int n = 0; n < 20; ++n) {
      const auto start = Clock::now();
      benchmark::DoNotOptimize(churn(static_cast<std::uint64_t>(n) + 1, kMany));
      least = std::min(least, seconds_since(start));
    }
    return static_cast<int>(kMany * 1e-6 / least);
  }();
  return rounds;
}

void compute(std::size_t n, int microseconds) {
  benchmark::DoNotOptimize(churn(n + 1, microseconds * rounds_in_1us()));
}

struct Usage {
  double cpu_seconds = 0;
  double switches = 0;
};

Usage usage_now() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_usec) * 1e-6;
  };
  return {.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime),
          .switches = static_cast<double>(usage.ru_nvcsw + usage.ru_nivcsw)};
}

// The largest amount of memory that the process has had since forget(), and
// what it had then. KiB; 0 where the kernel does not say.
class Peak {
 public:
  Peak() {
    std::ofstream("/proc/self/clear_refs") << "5";
    before_ = of("VmRSS:");
  }
  double grown() const { return std::max(0.0, of("VmHWM:") - before_); }

 private:
  static double of(const std::string& what) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
      double kibibytes = 0;
      if (word == what && status >> kibibytes) return kibibytes;
    }
    return 0;
  }

  double before_ = 0;
};

std::size_t usual_tasks(Kind kind) {
  switch (kind) {
    case Kind::empty:
    case Kind::us1:
      return 10'000;
    case Kind::us20:
      return 2'000;
    case Kind::blocking:
      return 200;
  }
  return 1;
}

// Of one task, one after the other, now: what this processor does in a
// microsecond changes with its neighbours.
double serial_seconds(Kind kind) {
  const std::size_t tasks = std::max<std::size_t>(usual_tasks(kind) / 10, 1);
  Job job(kind, tasks);
  const auto start = Clock::now();
  for (std::size_t n = 0; n < tasks; ++n) job.run(n);
  return seconds_since(start) / static_cast<double>(tasks);
}

// #region measure
void measure(benchmark::State& state, Kind kind, const Way& way,
             std::size_t tasks) {
  const bool computes = kind == Kind::us1 || kind == Kind::us20;
  const double serial = computes ? serial_seconds(kind) : 0;
  const Peak peak;
  const Run run = way();
  {
    Job warm_up(kind, tasks);
    run(warm_up);
  }
  double elapsed = 0;
  double done = 0;
  Usage used;
  while (state.KeepRunningBatch(static_cast<std::int64_t>(tasks))) {
    Job job(kind, tasks);
    const Usage before = usage_now();
    const auto start = Clock::now();
    run(job);
    const double seconds = seconds_since(start);
    const Usage after = usage_now();
    // WHY check in a benchmark: tasks that are lost take no time.
    if (!job.each_ran_once()) state.SkipWithError("lost a task");
    state.SetIterationTime(seconds);
    elapsed += seconds;
    done += static_cast<double>(tasks);
    used.cpu_seconds += after.cpu_seconds - before.cpu_seconds;
    used.switches += after.switches - before.switches;
  }
  if (computes) {
    state.counters["of_ideal"] =
        elapsed / done / (serial / static_cast<double>(processors()));
  }
  state.counters["cpu_us"] = used.cpu_seconds * 1e6 / done;
  state.counters["switches"] = used.switches / done;
  state.counters["peak_KiB"] = peak.grown();
}
// #endregion measure

}  // namespace

std::string name_of(Kind kind) {
  switch (kind) {
    case Kind::empty:
      return "empty";
    case Kind::us1:
      return "1us";
    case Kind::us20:
      return "20us";
    case Kind::blocking:
      return "blocking";
  }
  return "?";
}

std::size_t processors() { return exec::worker_count(exec::Work::computes); }

Job::Job(Kind kind, std::size_t tasks)
    : kind_(kind), results_(tasks), left_(tasks) {}

void Job::run(std::size_t n) {
  if (kind_ == Kind::us1) compute(n, 1);
  if (kind_ == Kind::us20) compute(n, 20);
  if (kind_ == Kind::blocking) {
    // WHY a sleep: it stands for a reply that takes a millisecond to come.
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  results_[n] += n + 1;
}

bool Job::each_ran_once() const {
  for (std::size_t n = 0; n < results_.size(); ++n) {
    if (results_[n] != n + 1) return false;
  }
  return true;
}

void add_way(const std::string& name, Kind kind, const Way& way,
             std::size_t tasks) {
  const std::size_t count = tasks == 0 ? usual_tasks(kind) : tasks;
  benchmark::RegisterBenchmark(
      ("spawn/" + name + "/" + name_of(kind)).c_str(),
      [=](benchmark::State& state) { measure(state, kind, way, count); })
      ->UseManualTime();
}

}  // namespace hb
