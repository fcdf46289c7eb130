// Running the tests of one answer on real threads, and reading what they say.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "runner/judge/verdict.hpp"

namespace hb::runner {

// A defect as the test program, or its death, reports it.
struct Finding {
  Kind kind = Kind::failure;
  std::string message;
  std::vector<Step> steps;
  int run = 0;
};

struct TestResult {
  std::string name;  // "Suite.Test"
  bool passed = false;
  bool skipped = false;
  int runs = 0;
  std::vector<Finding> findings;
  std::vector<std::string> notes;

  // What the verdict speaks of: a race explains whatever else went wrong.
  const Finding* chief_finding() const;
  std::string short_name() const;  // without the suite
};

struct TestRunOptions {
  std::filesystem::path program;
  std::filesystem::path scratch;     // folder for the streams
  std::vector<std::string> folders;  // whose lines are worth showing
  std::string filter = "*";          // GoogleTest's
  std::chrono::seconds hang_after{5};
  std::function<void(const std::string& test)> on_test = {};
};

struct TestRun {
  std::vector<TestResult> tests;
  std::string output;      // what the answer printed
  std::string cannot_run;  // why ThreadSanitizer could not start, or empty
  bool stopped = false;
};

// Runs the tests, up to the first that fails. A test that takes the process
// with it is a result.
TestRun run_tests(const TestRunOptions& options);

}  // namespace hb::runner
