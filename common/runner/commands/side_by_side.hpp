// What the dev commands share: exercises are worked on by two at a time, who
// say on one screen what they do.
#pragma once

#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {

// Thread safety: any thread, but for broken_off().
class WorkLog {
 public:
  void show(const std::string& stage) {
    const std::lock_guard lock(mutex_);
    line_.show(stage);
  }

  void say(const std::string& text) {
    const std::lock_guard lock(mutex_);
    line_.show("");
    fmt::print("{}", text);
    std::fflush(stdout);
  }

  // The exercise cannot be judged at all: the workbook is broken.
  void break_off(const std::string& what) {
    say(what);
    const std::lock_guard lock(mutex_);
    ++broken_off_;
  }

  // After the workers are joined.
  int broken_off() const { return broken_off_; }

 private:
  std::mutex mutex_;
  ProgressLine line_;   // guarded by mutex_
  int broken_off_ = 0;  // guarded by mutex_
};

// Calls `work` for every exercise. Two workers suit any machine: builds take
// turns, but one can build while the other runs.
inline void side_by_side(const std::vector<Exercise>& exercises, WorkLog& log,
                         const std::function<void(const Exercise&)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto take_turns = [&] {
    for (;;) {
      // WHY relaxed: the number is all that the workers share.
      const std::size_t i = next.fetch_add(1, std::memory_order_relaxed);
      if (i >= exercises.size()) return;
      try {
        work(exercises[i]);
      } catch (const UserError& error) {
        log.break_off(exercises[i].label() + ": " + error.message());
      }
    }
  };
  // The futures carry what a worker throws, Stopped above all.
  auto first = std::async(std::launch::async, take_turns);
  auto second = std::async(std::launch::async, take_turns);
  first.get();
  second.get();
}

// Only code can be mutated.
inline std::vector<Exercise> code_of(std::vector<Exercise> exercises) {
  std::erase_if(exercises, [](const Exercise& exercise) {
    return exercise.kind != ExerciseKind::code;
  });
  return exercises;
}

}  // namespace hb::runner
