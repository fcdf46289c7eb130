// Running the tests of one answer, in either link, and reading what they say.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/judge/build.hpp"
#include "runner/judge/verdict.hpp"

namespace hb::runner {

// A defect as the test program, or its death, reports it.
struct Finding {
  Kind kind = Kind::failure;
  std::string message;
  std::vector<Step> steps;
  int run = 0;
};

// What is said to the checker's executable.
struct CheckerOptions {
  std::string number;    // "07a", for the report
  std::string name;      // "close"
  CheckerLimits limits;  // where the test says nothing itself
  std::string replay;    // a code: show this execution
  std::string svg;       // a file for the picture
  bool explain = false;
  int columns = 0;                // of a report; 0: the checker's own choice
  std::vector<std::string> more;  // flags, as they are
};
std::vector<std::string> flags_of(const CheckerOptions& options);

struct TestResult {
  std::string name;  // "Suite.Test"
  bool passed = false;
  bool skipped = false;
  int runs = 0;
  std::vector<Finding> findings;
  std::vector<Exploration> explorations;  // one an explore(), by the checker
  std::vector<std::string> notes;

  // What the verdict speaks of: a race explains whatever else went wrong.
  const Finding* chief_finding() const;
  // The exploration that was not accepted, if the checker ran.
  const Exploration* chief_exploration() const;
  std::string short_name() const;  // without the suite
};

struct TestRunOptions {
  Link link = Link::threads;
  CheckerOptions checker;  // only for that link
  std::filesystem::path program;
  std::filesystem::path scratch;         // folder for the streams
  std::vector<std::string> folders;      // whose lines are worth showing
  std::string filter = "*";              // GoogleTest's
  std::vector<std::string> environment;  // NAME=value, beside our own
  bool fail_fast = true;                 // no test behind the first that fails
  std::chrono::seconds hang_after{5};
  int runs = 0;  // of each body, if it runs on real threads; 0: as it says
  std::function<void(const std::string& test)> on_test = {};
  // Of the test that is being explored.
  std::function<void(const std::string& test, int executions)> on_executions =
      {};
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
