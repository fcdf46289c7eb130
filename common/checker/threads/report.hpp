// The test that runs now, and what has been found in it.
//
// Thread safety: any thread.
#pragma once

#include <string>

#include "checker/threads/verdict_stream.hpp"

namespace hb::threads {

// Writes the finding to the stream and makes the running test fail.
void report(const Finding& finding);

// The same for a process that is about to die: stream only, no GoogleTest.
void report_last_words(const Finding& finding);

void begin_test(const std::string& name);
const std::string& current_test();

void set_run(int run);  // from 1; 0 outside explore()
int current_run();

}  // namespace hb::threads
