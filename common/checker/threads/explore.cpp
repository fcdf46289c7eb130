// explore() on real threads: the body again and again, until a defect shows.

#include "checker/explore.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>

#include "checker/threads/options.hpp"
#include "checker/threads/race_report.hpp"
#include "checker/threads/region_table.hpp"
#include "checker/threads/report.hpp"
#include "checker/threads/start_gate.hpp"
#include "checker/threads/verdict_stream.hpp"
#include "checker/threads/watchdog.hpp"

namespace hb {
namespace {

using namespace threads;

// Says which promises of the test real threads cannot judge.
void note_what_is_not_judged(const ExploreOptions& options) {
  for (const RegionPair& pair : options.can_overlap) {
    if (regions_overlapped(pair.first, pair.second)) continue;
    write_note(current_test(),
               std::string("not judged by real threads: that the regions ") + pair.first +
                   " and " + pair.second +
                   " can overlap. They did not meet in these runs, which "
                   "proves nothing.");
  }
  for (const RegionPair& pair : options.never_overlap) {
    if (regions_overlapped(pair.first, pair.second)) {
      write_note(current_test(), std::string("regions ") + pair.first +
                                     " and " + pair.second +
                                     " overlapped, and must not");
    }
  }
  for (const Budget& budget : options.budgets) {
    write_note(
        current_test(),
        std::string("not judged by real threads: the budget of region ") + budget.region);
  }
}

// One execution. Returns false once there is nothing more to learn.
bool run_once(const std::function<void()>& body, int& threads_of_first_run) {
  begin_run(threads_of_first_run);
  bool escaped = false;
  std::string what;
  try {
    body();
  } catch (const std::exception& exception) {
    escaped = true;
    what = exception.what();
  } catch (...) {
    escaped = true;
    what = "not a std::exception";
  }
  const RunThreads threads = end_run();
  if (threads_of_first_run == 0) threads_of_first_run = threads.created;

  if (escaped) {
    report({"exception", "an exception left the body: " + what, {}, 0});
  }
  if (threads.alive > 0) {
    report({"outlives",
            std::to_string(threads.alive) +
                " of the body's threads still ran when the body returned",
            {},
            0});
  }
  if (auto race = take_race()) report(*race);
  return !testing::Test::HasFailure();
}

}  // namespace

void explore(const std::function<void()>& body, const ExploreOptions& options) {
  if (options.time == Time::idle) {
    GTEST_SKIP() << "idle time: on real threads this test would really sleep";
  }
  const int runs = options_of_the_program().runs.value_or(
      options.runs.value_or(ProgramOptions::kDefaultRuns));
  forget_regions();

  using std::chrono::steady_clock;
  auto next_progress = steady_clock::now();
  int threads_of_first_run = 0;
  for (int run = 1; run <= runs; ++run) {
    set_run(run);
    const Watched watched(options_of_the_program().hang_after);
    if (!run_once(body, threads_of_first_run)) break;
    if (steady_clock::now() >= next_progress) {
      write_progress(current_test(), run);
      next_progress = steady_clock::now() + std::chrono::milliseconds(100);
    }
  }
  note_what_is_not_judged(options);
}

}  // namespace hb
