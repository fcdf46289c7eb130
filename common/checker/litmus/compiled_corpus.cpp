// The litmus programs as compiled C++, explored by the runtime: the same
// outcomes and counts as the interpreter finds.
//
// One line a disagreement; the last line is "N programs, N right, N wrong, T
// s". Arguments name programs; without any, all are explored. Exit code: 0 all
// right, 1 some wrong, 2 no such program.

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "checker/litmus/compiled_program.hpp"
#include "checker/model.hpp"

namespace {

using compiled_litmus::CompiledProgram;
using hb::Outcomes;

std::set<Outcomes::Values> stated_outcomes(const CompiledProgram& program) {
  std::set<Outcomes::Values> all;
  const long long* next = program.outcomes;
  for (int i = 0; i < program.outcome_count; ++i, next += program.values) {
    all.emplace(next, next + program.values);
  }
  return all;
}

// What differs from what the program states; empty if nothing does.
std::string disagreement(const CompiledProgram& program) {
  Outcomes outcomes(stated_outcomes(program));
  hb::ExploreOptions options;
  options.spurious = 0;
  options.max_executions = 100'000'000;
  options.max_seconds = 600;
  if (program.values > 0) options.outcomes = &outcomes;
  const hb::Result result =
      hb::check([&] { program.body(outcomes); }, options, program.name);
  const std::string kind = program.deadlock ? "deadlock" : "accepted";
  if (result.kind != kind) {
    return result.kind + ", not " + kind + ": " + result.message;
  }
  const long long complete = result.executions - result.failing;
  if (complete != program.executions) {
    return std::to_string(complete) + " executions, not " +
           std::to_string(program.executions);
  }
  return "";
}

bool is_wanted(const CompiledProgram& program,
               const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  for (const std::string& name : wanted) {
    if (name == program.name) return true;
  }
  return false;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> wanted(arguments + 1, arguments + count);
  const auto began = std::chrono::steady_clock::now();
  int right = 0;
  int wrong = 0;
  for (const auto unit : compiled_litmus::compiled_units()) {
    for (const CompiledProgram& program : unit) {
      if (!is_wanted(program, wanted)) continue;
      const std::string what = disagreement(program);
      ++(what.empty() ? right : wrong);
      if (what.empty()) continue;
      std::printf("%s: %s\n", program.name, what.c_str());
    }
  }
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - began;
  std::printf("%d programs, %d right, %d wrong, %.2f s\n", right + wrong, right,
              wrong, seconds.count());
  if (right + wrong == 0) return 2;
  return wrong == 0 ? 0 : 1;
}
