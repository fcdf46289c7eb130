#include "runner/judge/test_verdict.hpp"

#include <gtest/gtest.h>

namespace hb::runner {
namespace {

TestResult found(const std::string& name, Kind kind) {
  TestResult test;
  test.name = "Suite." + name;
  test.passed = kind == Kind::accepted;
  if (!test.passed) test.findings.push_back({kind, "a message", {}, 1});
  return test;
}

Verdict verdict_of(const std::vector<TestResult>& tests) {
  TestRun run;
  run.tests = tests;
  Verdict verdict;
  take_tests(run, verdict);
  return verdict;
}

TEST(TestVerdict, SpeaksOfTheFirstTestThatFails) {
  const Verdict verdict =
      verdict_of({found("A", Kind::accepted), found("B", Kind::failure),
                  found("C", Kind::race)});
  EXPECT_EQ(verdict.kind, Kind::failure);
  EXPECT_EQ(verdict.test, "B");
}

TEST(TestVerdict, PrefersARejectionToAnInconclusiveTest) {
  const Verdict verdict = verdict_of(
      {found("A", Kind::inconclusive), found("B", Kind::over_budget)});
  EXPECT_EQ(verdict.kind, Kind::over_budget);
  EXPECT_EQ(verdict.test, "B");
}

TEST(TestVerdict, DoesNotTakeAnInconclusiveTestForAPass) {
  EXPECT_EQ(
      verdict_of({found("A", Kind::inconclusive), found("B", Kind::accepted)})
          .kind,
      Kind::inconclusive);
}

TEST(TestVerdict, TakesWhatOnlyThreadSanitizerSaysForANote) {
  TestRun run;
  run.tests = {found("A", Kind::race), found("B", Kind::wrong_unlock)};
  forgive_races(run, true);
  Verdict threads;
  take_tests(run, threads);
  EXPECT_EQ(threads.kind, Kind::accepted);
  EXPECT_EQ(threads.notes.size(), 2u);
}

TEST(TestVerdict, DoesNotForgiveAFailureOnRealThreads) {
  TestRun run;
  run.tests = {found("A", Kind::failure)};
  forgive_races(run, true);
  Verdict threads;
  take_tests(run, threads);
  Verdict verdict;
  verdict.by_checker = true;
  join(threads, verdict);
  EXPECT_EQ(verdict.kind, Kind::failure);
  ASSERT_EQ(verdict.notes.size(), 1u);
  EXPECT_NE(verdict.notes[0].find("Real threads did"), std::string::npos);
}

}  // namespace
}  // namespace hb::runner
