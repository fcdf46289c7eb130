#include "checker/report/linear_order.hpp"
#include "checker/report/reasons.hpp"

namespace hb::checker {

std::string machine_note(const Story& story) {
  const RacingPair pair = racing_pair(story);
  if (pair.first != nullptr) {
    bool lacks_release = false;
    bool lacks_acquire = false;
    for (const Link& link :
         story.relations().way(pair.first->item, pair.second->item)) {
      lacks_release = lacks_release || link.lacks_release;
      lacks_acquire = lacks_acquire || link.lacks_acquire;
    }
    if (lacks_release || lacks_acquire) {
      const bool stores =
          lacks_release && !lacks_acquire && pair.first->operation == "write";
      const bool loads =
          lacks_acquire && !lacks_release && pair.second->operation == "read";
      const std::string what = stores  ? "these stores"
                               : loads ? "these loads"
                                       : "these accesses";
      return "x86 hardware keeps " + what +
             " in order; the compiler and ARM need not";
    }
  }
  if (sequential_order(story.execution())) return "";
  return x86_shows(story.execution())
             ? "x86 hardware does this too: a store may wait in the "
               "processor's buffer while later loads run"
             : "x86 hardware does not do this; the compiler and ARM may";
}

}  // namespace hb::checker
