// From what the tests said to one verdict.
#pragma once

#include "runner/judge/test_run.hpp"
#include "runner/judge/verdict.hpp"

namespace hb::runner {

// What the tests said, in one verdict. The first that failed decides; after an
// inconclusive one, the first that was rejected.
void take_tests(const TestRun& tests, Verdict& verdict);

// ThreadSanitizer alone never rejects: it does not know fences, timed mutexes
// and gate locks. What it complains of becomes a note.
void forgive_races(TestRun& tests, bool explored_all);

// Adds what real threads saw to what the checker said.
void join(const Verdict& threads, Verdict& verdict);

}  // namespace hb::runner
