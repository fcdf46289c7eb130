// A second engine, which is slow and easy to believe: depth first over every
// step that any thread can take, from every read's every source to every
// write's every place, each graph held against the axioms word for word.
//
// It shares with the explorer the form of a graph and nothing else. Small
// programs only.
#pragma once

#include <cstdint>
#include <set>

#include "checker/litmus/program.hpp"

namespace hb::checker {

struct OracleAnswer {
  std::set<litmus::Outcome> outcomes;
  std::int64_t executions = 0;  // complete ones
  bool race = false;            // then the rest is not complete
  bool deadlock = false;
  std::int64_t graphs = 0;  // consistent ones, partial ones included
};

// With at most `spurious` wake-ups without a reason in an execution.
OracleAnswer ask_oracle(const litmus::Program& program, int spurious = 0);

}  // namespace hb::checker
