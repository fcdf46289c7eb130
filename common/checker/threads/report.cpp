#include "checker/threads/report.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "checker/threads/unseen.hpp"

namespace hb::threads {
namespace {

// Changes between tests only. WHY never destroyed: the watchdog may name the
// test while globals are being destroyed.
std::string& name() {
  static std::string& text = *new std::string;
  return text;
}

std::atomic<int> run_number = 0;  // any thread may report while a run goes on

Finding in_this_run(Finding finding) {
  finding.run = run_number.load();
  return finding;
}

}  // namespace

void begin_test(const std::string& test) {
  name() = test;
  run_number.store(0);
}

const std::string& current_test() { return name(); }

void set_run(int run) { run_number.store(run); }

int current_run() { return run_number.load(); }

void report_last_words(const Finding& finding) {
  const Unseen unseen;
  write_finding(name(), in_this_run(finding));
}

void report(const Finding& finding) {
  const Unseen unseen;
  report_last_words(finding);
  std::string text = finding.kind + ": " + finding.message;
  for (const Step& step : finding.steps) {
    text += "\n  " + step.thread + "  " + step.file + ":" +
            std::to_string(step.line) + "  " + step.what;
  }
  ADD_FAILURE() << text;
}

}  // namespace hb::threads
