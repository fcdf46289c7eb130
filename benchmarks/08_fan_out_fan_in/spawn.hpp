// The tasks of this benchmark, and how a way to start them is measured.
#pragma once

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "exec/signal.hpp"

namespace hb {

enum class Kind { empty, us1, us20, blocking };

std::string name_of(Kind kind);

// As many as this process may use.
std::size_t processors();

// Many tasks of one kind. Each has a place of its own for its result, so that
// nothing but the way to start them is shared.
class Job {
 public:
  Job(Kind kind, std::size_t tasks);

  Kind kind() const { return kind_; }
  std::size_t tasks() const { return results_.size(); }

  // Computes for 1 or 20 us, or not at all; a blocking task waits for 1 ms.
  void run(std::size_t n);

  // The same where the wait is another: that of a fiber.
  template <typename Wait>
  void run(std::size_t n, Wait wait) {
    if (kind_ == Kind::blocking) {
      wait();
      results_[n] += n + 1;
    } else {
      run(n);
    }
  }

  // For ways that do not know when all is done: the last task says so.
  void run_and_count(std::size_t n) {
    run(n);
    // WHY acq_rel: the last one ends after all the others.
    if (left_.fetch_sub(1, std::memory_order_acq_rel) == 1) all_done_.set();
  }
  void wait() { std::ignore = all_done_.wait(); }

  bool each_ran_once() const;

 private:
  const Kind kind_;
  std::vector<std::size_t> results_;
  alignas(64) std::atomic<std::size_t> left_;
  exec::Signal all_done_;
};

// Runs all tasks of a job, and returns when all have ended.
using Run = std::function<void(Job&)>;

// A way to start tasks: makes what it needs, such as a pool, before the clock.
using Way = std::function<Run()>;

// Registers spawn/NAME/KIND. `tasks` of 0 is the usual number; dear ways take
// fewer. Time is that of one task. Counters: of_ideal, the time over that of
// the same tasks one after the other, divided by the processors; cpu_us and
// switches of a task; peak_KiB, by which the process grew meanwhile.
void add_way(const std::string& name, Kind kind, const Way& way,
             std::size_t tasks = 0);

// In files of their own: their headers take long to compile.
void add_fibers(Kind kind);
void add_boost_executors(Kind kind);
void add_peers(Kind kind);  // TBB, OpenMP: where they are installed
void add_hand_offs();
void add_files();

}  // namespace hb
