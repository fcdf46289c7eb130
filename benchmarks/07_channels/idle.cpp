// What a receiver that waits costs: it must sleep, not look.

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "measure.hpp"
#include "sync/channel.hpp"

namespace hb {
namespace {

double processor_seconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// HB_IDLE_SECONDS=5 measures longer. The counter is percent of one processor.
void idle(benchmark::State& state) {
  const char* asked = std::getenv("HB_IDLE_SECONDS");
  const double seconds = asked ? std::atof(asked) : 0.5;
  for ([[maybe_unused]] auto _ : state) {
    sync::Channel<Value> channel(64);
    std::jthread receiver([&] { channel.receive().outcome(); });
    const double before = processor_seconds();
    // WHY a sleep: it is the time that is measured.
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    const double used = processor_seconds() - before;
    state.SetIterationTime(used);
    state.counters["percent"] = 100 * used / seconds;
    channel.close();
  }
}

}  // namespace

void add_idle() {
  benchmark::RegisterBenchmark("idle/library", idle)
      ->UseManualTime()
      ->Iterations(1);
}

}  // namespace hb
