#include "checker/threads/race_report.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "checker/threads/place.hpp"

// ThreadSanitizer's own interface for debuggers: <sanitizer/tsan_interface.h>
// declares only part of it. Weak, because a link without the sanitizer is
// legal.
extern "C" {
[[gnu::weak]] int __tsan_get_report_data(
    void* report, const char** description, int* count, int* stack_count,
    int* mop_count, int* loc_count, int* mutex_count, int* thread_count,
    int* unique_tid_count, void** sleep_trace, unsigned long trace_size);
[[gnu::weak]] int __tsan_get_report_mop(void* report, unsigned long index,
                                        int* tid, void** address, int* size,
                                        int* write, int* atomic, void** trace,
                                        unsigned long trace_size);
[[gnu::weak]] int __tsan_get_report_stack(void* report, unsigned long index,
                                          void** trace,
                                          unsigned long trace_size);
}

namespace hb::threads {
namespace {

constexpr int kRaceFrames = 32;
constexpr int kAccesses = 2;

// Filled inside the sanitizer's report, where nothing may be called that could
// itself be instrumented: plain arrays, no library.
struct RawReport {
  char description[64];
  int accesses;
  struct {
    int thread;
    bool write;
    bool atomic;
    void* frames[kRaceFrames];
  } access[kAccesses];
  void* stack[kRaceFrames];
};

RawReport first_report;
std::atomic<bool> reported = false;
// The report is complete: published with release by the thread that raced, read
// with acquire by the test's own thread.
std::atomic<bool> complete = false;

// The sanitizer counts all threads since the process began. A reader wants the
// two apart: the one made first is T1.
std::string thread_name(const RawReport& report, int thread) {
  if (thread == 0) return "main";
  for (int i = 0; i < report.accesses; ++i) {
    const int other = report.access[i].thread;
    if (other != 0 && other < thread) return "T2";
  }
  return "T1";
}

std::string kind_of(std::string_view description) {
  if (description.find("mutex") != description.npos) return "wrong_unlock";
  if (description.find("use-after-free") != description.npos) {
    return "use_after_free";
  }
  return "race";
}

}  // namespace

std::optional<Finding> take_race() {
  if (!complete.load(std::memory_order_acquire)) return std::nullopt;
  Finding finding;
  finding.kind = kind_of(first_report.description);
  for (int i = 0; i < first_report.accesses; ++i) {
    const auto& access = first_report.access[i];
    const Place place = innermost_place(access.frames, kRaceFrames);
    std::string what = access.write ? "writes" : "reads";
    if (access.atomic) what += " atomically";
    finding.steps.push_back({thread_name(first_report, access.thread),
                             place.file, place.line, what});
  }
  if (finding.steps.empty()) {
    const Place place = innermost_place(first_report.stack, kRaceFrames);
    finding.steps.push_back({"", place.file, place.line, "calls"});
  }
  finding.message = first_report.description;
  complete.store(false);
  reported.store(false);
  return finding;
}

}  // namespace hb::threads

// Called by the sanitizer for each report, under its own lock.
extern "C" void __tsan_on_report(void* report) {
  using namespace hb::threads;
  if (__tsan_get_report_data == nullptr || reported.exchange(true)) return;
  RawReport& raw = first_report;
  std::memset(&raw, 0, sizeof raw);
  const char* description = nullptr;
  int unused[6] = {};
  int mops = 0;
  void* sleep_trace[1] = {};
  __tsan_get_report_data(report, &description, &unused[0], &unused[1], &mops,
                         &unused[2], &unused[3], &unused[4], &unused[5],
                         sleep_trace, 1);
  if (description != nullptr) {
    std::strncpy(raw.description, description, sizeof raw.description - 1);
  }
  raw.accesses = std::min(mops, kAccesses);
  for (int i = 0; i < raw.accesses; ++i) {
    auto& access = raw.access[i];
    void* address = nullptr;
    int size = 0;
    int write = 0;
    int atomic = 0;
    __tsan_get_report_mop(report, static_cast<unsigned long>(i), &access.thread,
                          &address, &size, &write, &atomic, access.frames,
                          kRaceFrames);
    access.write = write != 0;
    access.atomic = atomic != 0;
  }
  if (raw.accesses == 0) {
    __tsan_get_report_stack(report, 0, raw.stack, kRaceFrames);
  }
  complete.store(true, std::memory_order_release);
}

// Read once at start; TSAN_OPTIONS in the environment still wins.
extern "C" const char* __tsan_default_options() {
  return
      // Lock order is a known false alarm here: a cycle that a third lock
      // guards cannot deadlock, and the checker tells the difference.
      "detect_deadlocks=0:"
      "report_thread_leaks=0:"
      // Each test must see its own report, even of a place seen before.
      "suppress_equal_stacks=0:suppress_equal_addresses=0:"
      // The runner tells a crash from a race by the signal and the stream.
      "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_abort=0:"
      "exitcode=0:"
      "atexit_sleep_ms=0";
}
