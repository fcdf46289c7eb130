#include "checker/verdict_kind.hpp"

namespace hb::checker {

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::failure:
      return "failure";
    case Kind::race:
      return "race";
    case Kind::deadlock:
      return "deadlock";
    case Kind::livelock:
      return "livelock";
    case Kind::exception:
      return "exception";
    case Kind::terminate:
      return "terminate";
    case Kind::exit:
      return "exit";
    case Kind::crash:
      return "crash";
    case Kind::use_after_free:
      return "use_after_free";
    case Kind::double_free:
      return "double_free";
    case Kind::leak:
      return "leak";
    case Kind::wrong_unlock:
      return "wrong_unlock";
    case Kind::outlives:
      return "outlives";
    case Kind::never_overlaps:
      return "never_overlaps";
    case Kind::over_budget:
      return "over_budget";
    case Kind::outcome:
      return "outcome";
    case Kind::nondeterministic:
      return "nondeterministic";
  }
  return "";
}

}  // namespace hb::checker
