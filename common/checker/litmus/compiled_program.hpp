// What the generated C++ of the litmus programs hands to compiled_corpus.cpp.
#pragma once

#include <span>
#include <vector>

#include "checker/outcomes.hpp"

// WHY a namespace of its own: to the runtime hb::checker is not test code.
namespace compiled_litmus {

struct CompiledProgram {
  const char* name;
  void (*body)(hb::Outcomes& outcomes);
  const long long*
      outcomes;  // stated: `values` numbers each, one after another
  int outcome_count;
  int values;  // 0: none are stated, and the body records none
  long long executions;
  bool deadlock;
};

using CompiledUnit = std::span<const CompiledProgram>;

// All generated units.
std::vector<CompiledUnit> compiled_units();

}  // namespace compiled_litmus
