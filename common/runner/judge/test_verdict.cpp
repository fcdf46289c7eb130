#include "runner/judge/test_verdict.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace hb::runner {
namespace {

constexpr const char* kIdleTime =
    "skipped, it runs in idle time, which is the checker's";

}  // namespace

void take_tests(const TestRun& tests, Verdict& verdict) {
  verdict.output = tests.output;
  std::set<std::string> notes;
  for (const TestResult& test : tests.tests) {
    // WHY: GoogleTest calls the tests behind the first failure skipped, too.
    if (test.skipped && verdict.kind != Kind::accepted) continue;
    ++verdict.tests;
    verdict.runs += test.runs;
    for (const std::string& note : test.notes) {
      notes.insert(test.short_name() + ": " + note);
    }
    if (test.skipped) notes.insert(test.short_name() + ": " + kIdleTime);
    for (const Exploration& exploration : test.explorations) {
      verdict.executions += exploration.executions;
      verdict.complete = verdict.complete && exploration.complete;
      verdict.coverage.push_back(test.short_name() + ": " +
                                 exploration.coverage);
      // WHY only then: a report has its notes in it.
      if (exploration.kind != "accepted") continue;
      notes.insert(exploration.notes.begin(), exploration.notes.end());
    }
    const Finding* finding = test.chief_finding();
    if (finding == nullptr) continue;
    ++verdict.failed_tests;
    const bool is_decided =
        verdict.kind != Kind::accepted && (verdict.kind != Kind::inconclusive ||
                                           finding->kind == Kind::inconclusive);
    if (is_decided) continue;
    verdict.kind = finding->kind;
    verdict.test = test.short_name();
    verdict.message = finding->message;
    verdict.run = finding->run;
    verdict.steps = finding->steps;
    const Exploration* seen = test.chief_exploration();
    verdict.exploration = seen == nullptr ? std::nullopt : std::optional(*seen);
  }
  verdict.notes.insert(verdict.notes.end(), notes.begin(), notes.end());
}

void forgive_races(TestRun& tests, bool explored_all) {
  for (TestResult& test : tests.tests) {
    const auto raced = std::erase_if(test.findings, [](const Finding& finding) {
      return finding.kind == Kind::race || finding.kind == Kind::wrong_unlock;
    });
    if (raced == 0) continue;
    test.notes.push_back(
        explored_all
            ? "ThreadSanitizer complains. There is nothing of the "
              "kind in any execution: a false alarm."
            : "ThreadSanitizer complains of something that the checker "
              "has not come across so far.");
  }
}

void join(const Verdict& threads, Verdict& verdict) {
  verdict.runs = threads.runs;
  for (const std::string& note : threads.notes) {
    // What only the checker can judge, it has judged.
    const bool is_known =
        verdict.by_checker &&
        (note.find("not judged by real threads") != note.npos ||
         note.ends_with(kIdleTime));
    if (!is_known) verdict.notes.push_back(note);
  }
  if (verdict.output.empty()) verdict.output = threads.output;
  if (!verdict.by_checker) verdict.tests = threads.tests;
  if (threads.kind == Kind::accepted) return;
  if (verdict.by_checker && verdict.kind == Kind::accepted) {
    verdict.notes.push_back(
        "The checker found no execution that does this. Real threads did.");
  }
  verdict.kind = threads.kind;
  verdict.test = threads.test;
  verdict.message = threads.message;
  verdict.run = threads.run;
  verdict.steps = threads.steps;
  verdict.failed_tests = threads.failed_tests;
  verdict.exploration.reset();
}

}  // namespace hb::runner
