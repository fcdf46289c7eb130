// A stepped execution as step mode shows it: what has happened, what each
// thread would do next, and which choices it has.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "checker/explorer/stepper.hpp"
#include "checker/report/story.hpp"

namespace hb::checker {

// One thread, between two of its operations.
struct SteppedThread {
  enum class State { ready, waiting, ended, cut };  // cut: a bound was reached
  int thread = 0;
  State state = State::ended;
  bool goes_round = false;  // it asks the same again, and nothing has changed
  int event = -1;           // what it asks for, in RecordedExecution::events
  std::vector<Option> options;
};

// The object of a state, without what only the session knows. REQUIRES: the
// story is told as stepped, and what the threads ask for are its last events.
nlohmann::ordered_json json_state(const Story& story,
                                  const std::vector<SteppedThread>& threads);

}  // namespace hb::checker
