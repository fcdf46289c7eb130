// breaks.txt: what a learner answers to the levels of a "break" exercise. One
// line a level, `#` begins a comment:
//
//   TransfersEnd    main main there back     who goes next, step by step
//   ReaderSeesIt    main writer reader:1     with the choice, if not the first
//   OtherLevel      cw1:7k2m...              a replay code
//   GateHolds       safe                     nothing breaks it
//   LastLevel       ?                        not yet
//
// WHY not codes alone: those are of one program, compiled by one compiler.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/judge/step_state.hpp"

namespace hb::runner {

class StepProcess;

struct BreakAnswer {
  std::string level;
  std::string text;  // "safe", a code, or a schedule; empty: not yet
  int line = 0;      // in the file

  bool is_safe() const { return text == "safe"; }
};

std::vector<BreakAnswer> read_breaks(const std::string& file);

// The same file with this answer to that level.
std::string with_break(const std::string& file, const std::string& level,
                       const std::string& answer);

// "main main there back:1". REQUIRES: `state` was reached by its moves.
std::string schedule_of(const StepState& state);

// Takes the steps of a schedule, or of a code. Empty if all could be taken,
// else why not.
std::string follow(StepProcess& process, const std::string& answer);

}  // namespace hb::runner
