#include "benchmark/two_thread_trial.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <condition_variable>
#include <cstddef>
#include <fstream>
#include <mutex>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace hb {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kCleanOverlap = 0.9;
constexpr int kTriesForACleanTrial = 100;

// Processors that share a core have the same text here. Empty: not known.
std::string core_of(int processor) {
  std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(processor) +
                     "/topology/thread_siblings_list");
  std::string siblings;
  std::getline(file, siblings);
  return siblings;
}

std::vector<int> allowed_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) {
    throw std::system_error(errno, std::generic_category(),
                            "sched_getaffinity");
  }
  std::vector<int> allowed;
  for (int processor = 0; processor < CPU_SETSIZE; ++processor) {
    if (CPU_ISSET(processor, &set)) allowed.push_back(processor);
  }
  return allowed;
}

void pin_this_thread(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  const int error = pthread_setaffinity_np(pthread_self(), sizeof set, &set);
  if (error != 0) {
    throw std::system_error(error, std::generic_category(),
                            "pthread_setaffinity_np");
  }
}

// The head of every report says where its threads ran.
[[maybe_unused]] const bool processors_are_stated = [] {
  std::string text;
  for (int processor : two_processors()) {
    text += (text.empty() ? "" : " and ") + std::to_string(processor);
  }
  benchmark::AddCustomContext("processors", text);
  return true;
}();

}  // namespace

Window hull(std::span<const Window> windows) {
  Window all = windows.front();
  for (const Window& window : windows) {
    all.start = std::min(all.start, window.start);
    all.end = std::max(all.end, window.end);
  }
  return all;
}

double overlap(const Window& one, const Window& other) {
  const auto common =
      std::min(one.end, other.end) - std::max(one.start, other.start);
  const auto either =
      std::max(one.end, other.end) - std::min(one.start, other.start);
  if (common.count() <= 0) return 0;
  return static_cast<double>(common.count()) /
         static_cast<double>(either.count());
}

std::vector<int> two_processors() {
  const std::vector<int> allowed = allowed_processors();
  if (allowed.size() < 2) return allowed;
  const std::string first_core = core_of(allowed.front());
  const auto elsewhere = std::find_if(
      allowed.begin() + 1, allowed.end(),
      [&](int processor) { return core_of(processor) != first_core; });
  return {allowed.front(),
          elsewhere == allowed.end() ? allowed[1] : *elsewhere};
}

// The threads of the trials. They live from the first trial to the last and
// sleep in between, so that no trial waits for a thread to be born.
class TwoThreadTrials::Crew {
 public:
  // One thread for each processor named; a processor may be named twice.
  explicit Crew(const std::vector<int>& processors)
      : windows_(processors.size()) {
    for (std::size_t me = 0; me < processors.size(); ++me) {
      threads_.emplace_back(
          [this, me, processor = processors[me]](std::stop_token stop) {
            pin_this_thread(processor);
            work(std::move(stop), me);
          });
    }
  }

  std::size_t size() const { return windows_.size(); }

  // Job i on thread i, all at once. Valid until the next run.
  std::span<const Window> run(const Jobs& jobs) {
    std::unique_lock lock(mutex_);
    jobs_ = &jobs;
    running_ = size();
    // WHY relaxed: the threads read it after they have locked mutex_.
    arrived_.store(0, std::memory_order_relaxed);
    ++round_;
    new_round_.notify_all();
    all_done_.wait(lock, [&] { return running_ == 0; });
    return windows_;
  }

 private:
  void work(std::stop_token stop, std::size_t me) {
    for (std::uint64_t seen = 0;;) {
      {
        std::unique_lock lock(mutex_);
        if (!new_round_.wait(lock, stop, [&] { return round_ != seen; })) {
          return;
        }
        seen = round_;
      }
      wait_for_each_other();
      windows_[me].start = Clock::now();
      (*jobs_)[me]();
      windows_[me].end = Clock::now();
      {
        std::lock_guard lock(mutex_);
        --running_;
      }
      all_done_.notify_one();
    }
  }

  // WHY spinning and not a barrier: a barrier may put the first to sleep, and
  // it would start tens of microseconds after the last. WHY so long: a yield,
  // too, would delay it. WHY a yield in the end: the one that is waited for
  // may need this processor.
  void wait_for_each_other() {
    constexpr int kTriesBeforeYielding = 100'000;
    arrived_.fetch_add(1, std::memory_order_relaxed);
    for (int tries = 0;
         arrived_.load(std::memory_order_relaxed) < windows_.size(); ++tries) {
      if (tries >= kTriesBeforeYielding) std::this_thread::yield();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any new_round_;
  std::condition_variable all_done_;
  std::uint64_t round_ = 0;      // guarded by mutex_
  std::size_t running_ = 0;      // guarded by mutex_
  const Jobs* jobs_ = nullptr;   // changes only while all threads wait
  std::vector<Window> windows_;  // thread i alone writes element i
  std::atomic<std::size_t> arrived_ = 0;
  std::vector<std::jthread> threads_;  // last: stopped before the rest goes
};

TwoThreadTrials::TwoThreadTrials(benchmark::State& state, TrialOptions options)
    : state_(state),
      processors_(two_processors()),
      operations_(std::clamp<std::int64_t>(
          static_cast<std::int64_t>(state.max_iterations), options.fewest,
          options.most)) {
  if (options.processors == 1) processors_.resize(1);
  if (static_cast<int>(processors_.size()) < options.processors) {
    state_.SkipWithError("this machine: one processor allowed, two needed");
  }
}

TwoThreadTrials::~TwoThreadTrials() {
  state_.counters["clean"] = static_cast<double>(clean_);
  state_.counters["trials"] = static_cast<double>(trials_);
}

bool TwoThreadTrials::keep_running() {
  if (unclean_in_a_row_ > 0 && !state_.error_occurred()) return true;
  return state_.KeepRunningBatch(operations_);
}

TwoThreadTrials::Crew& TwoThreadTrials::crew_for(const Jobs& jobs) {
  assert(jobs.size() >= 2 && (!crew_ || crew_->size() == jobs.size()));
  if (!crew_) {
    std::vector<int> places;
    for (std::size_t job = 0; job < jobs.size(); ++job) {
      places.push_back(processors_[job % processors_.size()]);
    }
    crew_ = std::make_unique<Crew>(places);
  }
  return *crew_;
}

void TwoThreadTrials::warm_up(const Jobs& jobs) {
  if (!state_.error_occurred()) crew_for(jobs).run(jobs);
}

void TwoThreadTrials::run(const Jobs& jobs) {
  const std::span<const Window> windows = crew_for(jobs).run(jobs);

  std::vector<Window> sides[2];
  for (std::size_t job = 0; job < windows.size(); ++job) {
    sides[job % 2].push_back(windows[job]);
  }
  ++trials_;
  if (overlap(hull(sides[0]), hull(sides[1])) >= kCleanOverlap) {
    ++clean_;
    unclean_in_a_row_ = 0;
    const Window trial = hull(windows);
    state_.SetIterationTime(
        std::chrono::duration<double>(trial.end - trial.start).count());
  } else if (++unclean_in_a_row_ == kTriesForACleanTrial) {
    state_.SkipWithError("this machine: no clean trial in 100");
  }
}

}  // namespace hb
