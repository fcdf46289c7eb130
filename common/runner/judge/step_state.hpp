// What the checker says in step mode, as the screen and the judge use it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace hb::runner {

// One decision: which thread, and which of its choices.
struct StepMove {
  int thread = 0;
  int choice = 0;
  bool operator==(const StepMove&) const = default;
};

struct StepChoice {
  std::string what;  // "reads 0"
  std::string why;   // why that is possible, where it is not plain
  bool newest = true;
};

struct StepThread {
  int number = 0;
  std::string name;
  std::string state;  // "ready", "waiting", "ended" or "cut"
  std::string next;   // "load ready"
  std::string order;  // "relaxed"
  std::string file;
  int line = 0;
  std::string source;  // the text of that line
  std::string waits;   // "waits for mutex, which writer holds"
  bool goes_round = false;
  std::vector<StepChoice> choices;
};

// Something that has happened.
struct StepDone {
  std::string thread;
  std::string what;  // "load ready -> 0"
  std::string note;  // "waits for ever"
  std::string order;
  std::string source;  // "from 3", "initial", with ", old"; or empty
  std::string file;
  int line = 0;
};

struct StepFinding {
  std::string kind;  // empty: nothing has gone wrong
  std::string message;
  std::vector<std::string> why;
  std::string text;    // the report
  std::string replay;  // its code
};

struct StepState {
  std::string test;  // "Suite.Test"
  std::vector<StepThread> threads;
  std::vector<StepDone> done;
  std::vector<StepMove> moves;
  std::string code;
  bool over = false;
  StepFinding finding;

  // By name or number; null if there is none.
  const StepThread* thread(const std::string& name_or_number) const;
};

// What breaks a test in the fewest steps.
struct StepShortest {
  bool found = false;
  bool complete = false;  // false: a limit was hit
  std::int64_t executions = 0;
  StepState state;  // with steps, moves, code and finding only
};

// Unknown or missing keys count as empty.
StepState read_step_state(const nlohmann::json& line);
StepShortest read_step_shortest(const nlohmann::json& line);

}  // namespace hb::runner
