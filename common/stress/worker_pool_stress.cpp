// Each task that is accepted runs once, or, after a drop, is told to be closed.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "exec/worker_pool.hpp"
#include "stress/tests.hpp"

namespace hb::stress {
namespace {

using exec::Handle;
using exec::Remaining;
using exec::Task;
using exec::WorkerPool;

constexpr std::size_t kTasksOfAThread = 200;

// How often each task ran.
class Runs {
 public:
  explicit Runs(int threads)
      : runs_(static_cast<std::size_t>(threads) * kTasksOfAThread) {}

  // WHY relaxed: counts, read when the pool has ended.
  void count(std::size_t task) {
    runs_[task].fetch_add(1, std::memory_order_relaxed);
  }
  int of(std::size_t task) const {
    return runs_[task].load(std::memory_order_relaxed);
  }

 private:
  std::vector<std::atomic<int>> runs_;
};

std::size_t number_of(int thread, std::size_t task) {
  return static_cast<std::size_t>(thread) * kTasksOfAThread + task;
}

void post_and_submit(WorkerPool& pool, Runs& runs, int thread, Random& random,
                     std::vector<std::size_t>& accepted) {
  std::size_t next = 0;
  while (next < kTasksOfAThread) {
    const std::size_t first = number_of(thread, next);
    if (random.one_in(4)) {
      std::vector<Task> tasks;
      const auto most = static_cast<std::int64_t>(kTasksOfAThread - next);
      const auto count = static_cast<std::size_t>(
          random.between(1, std::min<std::int64_t>(most, 20)));
      for (std::size_t i = 0; i < count; ++i) {
        tasks.emplace_back([&runs, task = first + i] { runs.count(task); });
      }
      if (pool.post_all(tasks)) {
        for (std::size_t i = 0; i < count; ++i) accepted.push_back(first + i);
      }
      next += count;
    } else {
      if (pool.post([&runs, first] { runs.count(first); })) {
        accepted.push_back(first);
      }
      ++next;
    }
  }
}

// Exceptions come out of the handle, and of no other place.
void submit_one_that_throws(WorkerPool& pool) {
  auto handle =
      pool.submit([]() -> int { throw std::runtime_error("as asked"); });
  try {
    const auto result = handle.get();
    expect(!result && result.outcome() == sync::Outcome::closed,
           "a task that throws has no value");
  } catch (const std::runtime_error&) {
  }
}

}  // namespace

void stress_worker_pool(const Round& round) {
  Random shape(round.seed);
  Runs runs(round.threads);
  const bool drops = shape.one_in(3);
  std::vector<std::vector<std::size_t>> accepted(
      static_cast<std::size_t>(round.threads));
  {
    WorkerPool pool =
        WorkerPool::builder()
            .threads(static_cast<std::size_t>(shape.between(1, 4)))
            .at_once(static_cast<std::size_t>(shape.between(1, 64)))
            .start();
    run_threads(round, [&](int thread, Random& random) {
      post_and_submit(pool, runs, thread, random,
                      accepted[static_cast<std::size_t>(thread)]);
      if (drops && random.one_in(3)) pool.close(Remaining::drop);
      submit_one_that_throws(pool);
    });
    if (!drops) {
      expect(pool.wait_until_idle() == sync::Outcome::done, "idle at the end");
    }
  }
  std::vector<bool> was_accepted(number_of(round.threads, 0));
  for (const auto& tasks : accepted) {
    for (const std::size_t task : tasks) was_accepted[task] = true;
  }
  for (std::size_t task = 0; task < was_accepted.size(); ++task) {
    expect(runs.of(task) <= 1, "no task runs twice");
    if (!was_accepted[task]) expect(runs.of(task) == 0, "refused is refused");
    if (was_accepted[task] && !drops) {
      expect(runs.of(task) == 1, "no accepted task is lost");
    }
  }
}

}  // namespace hb::stress
