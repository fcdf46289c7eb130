// For each outcome that a test has recorded: how many executions have it, and
// the simplest of them.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "checker/explorer/explorer.hpp"
#include "checker/runtime/expectations.hpp"

namespace hb::checker {

struct Witness {
  std::int64_t executions = 0;
  int difficulty = 0;
  std::vector<Event> events;  // of the simplest
};

class Witnesses {
 public:
  using Values = Expectations::Values;

  // `execution` is complete and has recorded these.
  void keep(const std::vector<Values>& recorded, const Execution& execution);
  void clear() { all_.clear(); }
  const std::map<Values, Witness>& all() const { return all_; }

  void save(WireWriter& to) const;
  void merge(WireReader& from);

 private:
  std::map<Values, Witness> all_;
};

}  // namespace hb::checker
