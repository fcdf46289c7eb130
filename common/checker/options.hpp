// What a test may say about its exploration.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/budget.hpp"
#include "checker/outcomes.hpp"
#include "checker/region.hpp"

namespace hb {

// How virtual time passes. any: a timed wait may time out at any step.
// idle: the clock moves only when every thread waits; such a test would really
// sleep on real threads, so the threads link skips it and says so.
enum class Time { any, idle };

// What is not set here comes from exercise.toml; a flag of the executable wins
// over both.
struct ExploreOptions {
  // Limits of the checker. Hitting one is inconclusive, never a pass.
  std::optional<std::int64_t> max_executions = {};
  std::optional<int> max_events = {};
  std::optional<int> max_seconds = {};
  // Bounds of the checker, chosen before the run and printed with the verdict.
  std::optional<int> spurious = {};
  std::optional<int> timeouts = {};
  std::optional<int> retries = {};
  std::optional<bool> reductions = {};

  std::optional<int> runs = {};  // of the body, on real threads
  Time time = Time::any;

  // Regions that must be able to overlap in some execution, and regions that
  // must never do so. A region paired with itself means two threads inside it.
  std::vector<RegionPair> can_overlap = {};
  std::vector<RegionPair> never_overlap = {};
  std::vector<Budget> budgets = {};  // the largest count in any execution
  Outcomes* outcomes = nullptr;
};

}  // namespace hb
