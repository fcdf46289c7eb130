// The flags of a test program, beside GoogleTest's own.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace hb::threads {

struct ProgramOptions {
  static constexpr int kDefaultRuns = 200;

  std::optional<int> runs;  // of each body; wins over the test's own word
  std::chrono::seconds hang_after{5};  // a body without progress is a hang
  std::string json;                    // file for verdict.jsonl; empty: none
};

// REQUIRES: called once, before any test. Leaves with 2 on a wrong call.
void read_options(int& argc, char** argv);

const ProgramOptions& options_of_the_program();

}  // namespace hb::threads
