#include "resources.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "lesson/permits.hpp"

namespace hb {
namespace {

constexpr int kFiles = 10;
constexpr int kTasksOfAFile = 8;
constexpr int kProcessors = 8;

constexpr std::size_t kMegabyte = 1024 * 1024;

// #region limits
struct ResourceLimits {
  std::size_t max_memory;
  std::size_t max_tasks;
};

std::size_t chunks_at_once(const ResourceLimits& limits,
                           std::size_t chunk_size) {
  return std::min(limits.max_memory / chunk_size, limits.max_tasks);
}
// #endregion limits

// #region tracker
struct Tracker {
  std::atomic<int> tasks = 0;
  std::atomic<std::size_t> memory = 0;
};

// Counts a task in, and out again wherever it ends.
class TaskGuard {
 public:
  TaskGuard(Tracker& tracker, std::size_t memory)
      : tracker_(tracker), memory_(memory) {
    // WHY relaxed: a number to look at. It admits nobody and publishes
    // nothing; what does is the semaphore.
    tracker_.tasks.fetch_add(1, std::memory_order_relaxed);
    tracker_.memory.fetch_add(memory_, std::memory_order_relaxed);
  }
  ~TaskGuard() {
    tracker_.memory.fetch_sub(memory_, std::memory_order_relaxed);
    tracker_.tasks.fetch_sub(1, std::memory_order_relaxed);
  }
  TaskGuard(const TaskGuard&) = delete;
  TaskGuard& operator=(const TaskGuard&) = delete;

 private:
  Tracker& tracker_;
  const std::size_t memory_;
};
// #endregion tracker

void print_in_use(const char* when, const Tracker& tracker) {
  const int tasks = tracker.tasks;
  std::printf("%-21s%d task%s, %zu MB in use\n", when, tasks,
              tasks == 1 ? "" : "s", tracker.memory.load() / kMegabyte);
}

}  // namespace

// Every task is held inside until as many are there as can be.
// #region two_levels
void a_bound_for_each_file_is_none_for_all() {
  for (const int allowed : {kFiles * kTasksOfAFile, kProcessors}) {
    Permits processors(allowed);
    std::vector<std::unique_ptr<Permits>> files;
    for (int i = 0; i < kFiles; ++i) {
      files.push_back(std::make_unique<Permits>(kTasksOfAFile));
    }
    std::latch full(allowed);
    std::atomic<int> came = 0, inside = 0, most = 0;
    {
      std::vector<std::jthread> tasks;
      for (int i = 0; i < kFiles * kTasksOfAFile; ++i) {
        tasks.emplace_back([&, i] {
          Permits& file = *files[static_cast<std::size_t>(i % kFiles)];
          file.acquire();
          processors.acquire();
          const int now = ++inside;
          for (int seen = most; seen < now;) {
            if (most.compare_exchange_weak(seen, now)) break;
          }
          if (++came <= allowed) full.arrive_and_wait();
          --inside;
          processors.release();
          file.release();
        });
      }
    }
    std::printf("%-21s%d of %d at once, on %d processors\n",
                allowed == kProcessors ? "and 8 for all:" : "8 for each file:",
                most.load(), kFiles * kTasksOfAFile, kProcessors);
  }
}
// #endregion two_levels

void the_scarcest_resource_decides() {
  const ResourceLimits limits{.max_memory = 64 * kMegabyte, .max_tasks = 8};
  for (const std::size_t megabytes : {4u, 16u}) {
    std::printf("chunks of %2zu MB:     %zu at once, in 64 MB and 8 tasks\n",
                megabytes, chunks_at_once(limits, megabytes * kMegabyte));
  }
}

void a_guard_counts_what_is_held() {
  Tracker tracker;
  const TaskGuard first(tracker, 4 * kMegabyte);
  try {
    const TaskGuard second(tracker, 16 * kMegabyte);
    print_in_use("two guards:", tracker);
    throw std::runtime_error("jam");
  } catch (const std::runtime_error&) {
    print_in_use("after an error:", tracker);
  }
}

}  // namespace hb
