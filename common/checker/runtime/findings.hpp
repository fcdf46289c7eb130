// What an exploration finds: how many executions fail, and the simplest of
// them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checker/explorer/explorer.hpp"
#include "checker/report/recorded_execution.hpp"
#include "checker/runtime/expectations.hpp"
#include "checker/runtime/witnesses.hpp"

namespace hb::checker {

// How hard an execution is to follow.
int difficulty_of(const ExecutionGraph& graph,
                  const std::vector<std::int16_t>& order);

class Findings final : public ExecutionObserver {
 public:
  using OnProgress = std::function<void(std::int64_t, double)>;

  Findings(Expectations& expectations, OnProgress on_progress)
      : expectations_(expectations), on_progress_(std::move(on_progress)) {}

  bool on_execution(const Execution& execution) override;
  void on_progress(std::int64_t executions, double share) override;
  void forget() override;
  std::string save() const override;
  void merge(const std::string& saved) override;

  std::int64_t failing() const { return failing_; }
  // Of the simplest failing execution; empty if there is none.
  const std::vector<Event>& simplest() const { return simplest_; }
  // What its failure is about, or 0.
  std::uintptr_t address_of_simplest() const { return address_; }
  int threads() const { return threads_; }
  const Witnesses& witnesses() const { return witnesses_; }
  void add_bounds_to(ExplorationBounds& bounds) const;

 private:
  void note_bounds(const ExecutionGraph& graph);
  void keep_if_simpler(const Execution& execution);

  Expectations& expectations_;
  Witnesses witnesses_;  // of the outcomes that tests record
  OnProgress on_progress_;
  std::int64_t seen_ = 0;
  std::int64_t failing_ = 0;
  int least_difficulty_ = 0;
  std::vector<Event> simplest_;
  std::uintptr_t address_ = 0;
  std::chrono::steady_clock::time_point first_failure_;
  int threads_ = 1;
  bool could_be_spurious_ = false;
  bool could_time_out_ = false;
  bool could_retry_ = false;
};

}  // namespace hb::checker
