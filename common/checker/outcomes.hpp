// Outcomes: the set of results that a small program can have.
//
//   Outcomes possible{{0, 1}, {1, 0}, {1, 1}};
//   explore([&] { ...; possible.record({r1, r2}); }, {.outcomes = &possible});
//
// An outcome that is not listed is a defect in both links (`outcome`). A listed
// one that never appears is a defect for the checker only: real threads cannot
// tell "impossible" from "rare".
//
//   Outcomes seen = Outcomes::collected({"r1", "r2"});
//
// lists none and so claims nothing. Either way the verdict (--json) has every
// outcome that was recorded, how often, and the replay code of one execution.
//
// Thread safety: record() by any thread, once an execution.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hb {

class Outcomes {
 public:
  using Values = std::vector<long long>;

  Outcomes(std::initializer_list<Values> allowed) : allowed_(allowed) {}
  explicit Outcomes(std::set<Values> allowed) : allowed_(std::move(allowed)) {}
  // What the values are called; nothing is said of what is possible.
  static Outcomes collected(std::vector<std::string> names) {
    Outcomes all(std::set<Values>{});
    all.names_ = std::move(names);
    all.claims_ = false;
    return all;
  }

  void record(const Values& values);

  const std::set<Values>& allowed() const { return allowed_; }
  const std::vector<std::string>& names() const { return names_; }
  // False if any outcome will do.
  bool claims() const { return claims_; }

 private:
  // None of them changes after construction: they need no lock.
  std::set<Values> allowed_;
  std::vector<std::string> names_;
  bool claims_ = true;
};

}  // namespace hb
