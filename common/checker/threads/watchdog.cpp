#include "checker/threads/watchdog.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "checker/threads/options.hpp"
#include "checker/threads/race_report.hpp"
#include "checker/threads/report.hpp"
#include "checker/threads/unseen.hpp"
#include "checker/threads/verdict_stream.hpp"

namespace hb::threads {
namespace {

using std::chrono::steady_clock;

// The deadline of the running body as ticks of the steady clock; 0 for none.
std::atomic<steady_clock::rep> deadline = 0;

[[noreturn]] void hang() {
  const auto budget = options_of_the_program().hang_after;
  // A body that reports race after race is slow because of them.
  if (const auto race = take_race()) report_last_words(*race);
  report_last_words(
      {"hang", "no end after " + std::to_string(budget.count()) + " s", {}, 0});
  if (options_of_the_program().json.empty()) {
    std::fprintf(stderr, "hang: test %s: no end after %lld s, run %d\n",
                 current_test().c_str(), static_cast<long long>(budget.count()),
                 current_run());
    std::_Exit(1);
  }
  for (;;) pause();  // until the reader of the stream kills the process
}

void watch() {
  const Unseen unseen;
  prctl(PR_SET_NAME, "watchdog");
  for (;;) {
    // WHY a sleep: the watchdog measures time, it does not wait for an event.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const auto limit = deadline.load();
    if (limit != 0 && steady_clock::now().time_since_epoch().count() > limit) {
      hang();
    }
  }
}

}  // namespace

void start_watchdog() {
  // WHY detached: it must outlive main(), where a hang in a destructor of a
  // global is still a hang; the end of the process ends it.
  std::thread(watch).detach();
}

void watch_the_end(std::chrono::seconds budget) {
  deadline.store((steady_clock::now() + budget).time_since_epoch().count());
}

Watched::Watched(std::chrono::seconds budget) { watch_the_end(budget); }

Watched::~Watched() { deadline.store(0); }

}  // namespace hb::threads
