// What a test expects of all its executions together: regions that overlap or
// never do, budgets, outcomes.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker/graph/execution_graph.hpp"
#include "checker/options.hpp"
#include "checker/runtime/state.hpp"
#include "checker/verdict_kind.hpp"

namespace hb::checker {

class WireReader;
class WireWriter;

class Expectations {
 public:
  using Values = std::vector<long long>;

  Expectations(const ExploreOptions& options,
               const std::vector<Budget>& thread_budgets)
      : options_(options), thread_budgets_(thread_budgets) {}

  // Each thread is a region, without a name.
  bool count_threads() const { return !thread_budgets_.empty(); }

  // A new execution: what the last one has recorded is forgotten.
  void begin_execution() { recorded_.clear(); }
  // For a saved execution.
  const std::vector<Values>& recorded() const { return recorded_; }
  void set_recorded(const std::vector<Values>& values) { recorded_ = values; }
  // On a fiber. Leaves it if the outcome is impossible.
  void record_outcome(const Outcomes& outcomes, const Values& values);
  // A region that is still open has done one operation more. WHY at once: an
  // execution in which a thread spins, or polls under a lock, is never complete.
  void judge_open(const OpenRegion& region) const;
  // Every thread has ended. Fails the execution if it breaks a promise.
  void judge_execution();
  // The execution is complete and fine.
  void keep_execution();
  // All executions are done: what is wrong with them together.
  bool find_what_is_missing(Failure& failure) const;

  void save(WireWriter& to) const;
  void merge(WireReader& from);

 private:
  using Names = std::pair<std::string, std::string>;

  bool overlapped_now(const RegionPair& pair) const;
  void judge_budgets() const;
  void judge_budget(const char* region, const RegionCounts& counted) const;
  void judge_budget(const Budget& budget, const RegionCounts& counted) const;

  const ExploreOptions& options_;
  const std::vector<Budget>& thread_budgets_;
  std::vector<Values> recorded_;  // in this execution
  std::set<Values> seen_;
  std::set<std::size_t> overlapped_;  // of options_.can_overlap
};

// Of the exploration that is going on; null outside of one.
Expectations* expectations();
void set_expectations(Expectations* current);

}  // namespace hb::checker
