// Why an execution, and with it a test, is rejected.
#pragma once

#include <cstdint>
#include <string>

namespace hb::checker {

enum class Kind : std::uint8_t {
  failure,  // an EXPECT or assert
  race,
  deadlock,   // nothing can make progress, all wait in blocking calls
  livelock,   // nothing can make progress, and a thread spins
  exception,  // escaped from a thread or the body
  terminate,  // std::terminate, abort, a joinable thread destroyed
  exit,
  crash,  // a signal, or an access outside of every object
  use_after_free,
  double_free,
  leak,
  wrong_unlock,
  outlives,  // a thread still runs when the test ends
  never_overlaps,
  over_budget,
  outcome,
  nondeterministic
};

// The word used in files and on the first line of a report: "use_after_free".
const char* name_of(Kind kind);

struct Failure {
  Kind kind;
  std::string message;  // one sentence, without the kind
};

}  // namespace hb::checker
