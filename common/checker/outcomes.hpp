// Outcomes: the set of results that a small program can have.
//
//   Outcomes possible{{0, 1}, {1, 0}, {1, 1}};
//   explore([&] { ...; possible.record({r1, r2}); }, {.outcomes = &possible});
//
// An outcome that is not listed is a defect in both links (`outcome`). A listed
// one that never appears is a defect for the checker only: real threads cannot
// tell "impossible" from "rare".
//
// Thread safety: record() by any thread, once an execution.
#pragma once

#include <initializer_list>
#include <set>
#include <utility>
#include <vector>

namespace hb {

class Outcomes {
 public:
  using Values = std::vector<long long>;

  Outcomes(std::initializer_list<Values> allowed) : allowed_(allowed) {}
  explicit Outcomes(std::set<Values> allowed) : allowed_(std::move(allowed)) {}

  void record(const Values& values);

  const std::set<Values>& allowed() const { return allowed_; }

 private:
  std::set<Values> allowed_;  // never changes: needs no lock
};

}  // namespace hb
