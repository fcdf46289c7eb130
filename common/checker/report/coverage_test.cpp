#include "checker/report/coverage.hpp"

#include <gtest/gtest.h>

#include "checker/report/expectation_text.hpp"

namespace hb::checker {
namespace {

Coverage of_executions(std::int64_t executions) {
  Coverage coverage;
  coverage.counts.executions = executions;
  coverage.counts.threads = 2;
  return coverage;
}

TEST(Coverage, CountsExecutionsThreadsAndBounds) {
  Coverage coverage = of_executions(243);
  EXPECT_EQ(coverage_text(coverage),
            "all 243 executions, 2 threads, at most 1 spurious wake-up");
  coverage.bounds.could_be_spurious = false;
  coverage.bounds.could_time_out = true;
  coverage.bounds.could_retry = true;
  EXPECT_EQ(coverage_text(coverage),
            "all 243 executions, 2 threads, at most 2 time-outs a thread, at "
            "most 2 retries of a failed try_lock");
}

TEST(Coverage, SaysWhatReducedExecutionsStandFor) {
  Coverage coverage = of_executions(12'345);
  coverage.counts.reduced = true;
  EXPECT_TRUE(coverage_text(coverage).starts_with(
      "12,345 executions stand for all, 2 threads"));
}

TEST(Coverage, OfOneExecutionSaysSo) {
  EXPECT_TRUE(
      coverage_text(of_executions(1)).starts_with("the only execution, "));
}

TEST(Coverage, OfAPassIsItsVerdict) {
  Coverage coverage = of_executions(3);
  coverage.unseen = {"two pointers compared with <"};
  EXPECT_EQ(
      verdict_without_failure({"Ring.Carries", "14a", "spsc_ring"}, coverage),
      "accepted: 14a spsc_ring, test Carries, all 3 executions, 2 threads, "
      "at most 1 spurious wake-up\n"
      "  not seen: two pointers compared with <\n");
}

TEST(Coverage, AfterALimitSaysHowToGoOn) {
  Coverage coverage = of_executions(200'000);
  coverage.counts.limit = "200000 executions";
  const std::string text =
      verdict_without_failure({"Ring.Carries", "", "ring_test"}, coverage);
  EXPECT_TRUE(text.starts_with(
      "inconclusive: ring_test, test Ring.Carries, the first 200,000"));
  EXPECT_NE(text.find("The limit of 200000 executions was hit"), text.npos);
  EXPECT_NE(text.find("try: ./ring_test --gtest_filter=Ring.Carries "
                      "--max-executions=2000000"),
            text.npos);
}

TEST(ExpectationText, IsOneSentence) {
  EXPECT_EQ(expectation_text("Expected equality of these values:\n"
                             "  count\n    Which is: 1\n  2\n"),
            "count is 1, and not 2");
  EXPECT_EQ(expectation_text("Expected equality of these values:\n"
                             "  2\n  count\n    Which is: 1\n"),
            "count (1) should be 2");
  EXPECT_EQ(expectation_text("Value of: done\n  Actual: false\n"
                             "Expected: true\n"),
            "done is false, and not true");
  EXPECT_EQ(expectation_text("Expected: (a) < (b), actual: 3 vs 2"),
            "a is 3 and b is 2, and a < b should hold");
  EXPECT_EQ(expectation_text("Expected: (f(1)) != (g(2)), actual: 1 vs 1\nr 3"),
            "f(1) is 1 and g(2) is 1, and f(1) != g(2) should hold (r 3)");
  EXPECT_EQ(expectation_text("Failed\nthe ring is broken\n"),
            "the ring is broken");
  EXPECT_EQ(expectation_text("Value of: a\n  Actual: 1\nExpected: 2\nround 3"),
            "a is 1, and not 2 (round 3)");
  EXPECT_EQ(expectation_text(""), "the test failed");
}

}  // namespace
}  // namespace hb::checker
