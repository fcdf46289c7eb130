// The watchdog: a body that makes no progress is a hang.
//
// Real threads cannot tell a deadlock from a slow machine, so the budget is
// generous and the word is "hang", not "deadlock".
#pragma once

#include <chrono>

namespace hb::threads {

// REQUIRES: called once, before any test.
void start_watchdog();

// While it lives, the running body has `budget` to end. When it does not, the
// hang is written to the stream and the process stands still, so that whoever
// runs it can look at its threads; without a stream the process leaves with 1.
class Watched {
 public:
  explicit Watched(std::chrono::seconds budget);
  ~Watched();

  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
};

// The rest of the process, destructors of globals above all, has `budget`.
void watch_the_end(std::chrono::seconds budget);

}  // namespace hb::threads
