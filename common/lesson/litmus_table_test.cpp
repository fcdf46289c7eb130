#include "lesson/litmus_table.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace hb {
namespace {

using std::chrono_literals::operator""ms;

struct Coherence {
  std::atomic<int> x = 0;
  int r1 = 0;
  int r2 = 0;

  void first() { x.store(1, std::memory_order_relaxed); }
  void second() {
    r1 = x.load(std::memory_order_relaxed);
    r2 = x.load(std::memory_order_relaxed);
  }
};

const std::vector<LitmusRow> kRows = {
    {{0, 0}, true}, {{0, 1}, true}, {{1, 0}, false}, {{1, 1}, true}};

TEST(LitmusTable, CountsEveryRunOnce) {
  const LitmusCounts counts = run_litmus<Coherence>(1ms);
  if (!counts.had_two_processors) GTEST_SKIP() << "one processor";
  std::int64_t sum = 0;
  for (const auto& [outcome, seen] : counts.seen) sum += seen;
  EXPECT_GT(counts.runs, 0);
  EXPECT_EQ(sum, counts.runs);
  EXPECT_EQ(impossible_runs(kRows, counts), 0);
}

TEST(LitmusTable, SaysWhatWasSeenAndWhatWasNot) {
  LitmusCounts counts;
  counts.seen = {{{0, 0}, 7}, {{1, 1}, 3}};
  counts.runs = 10;
  EXPECT_EQ(litmus_table(kRows, counts),
            "    r1=0 r2=0  allowed            7\n"
            "    r1=0 r2=1  allowed            0  not met this time\n"
            "    r1=1 r2=0  never              0\n"
            "    r1=1 r2=1  allowed            3\n");
  EXPECT_EQ(impossible_runs(kRows, counts), 0);
}

TEST(LitmusTable, CallsTheImpossibleImpossible) {
  LitmusCounts counts;
  counts.seen = {{{1, 0}, 2}, {{1, 1}, 3}, {{7, 7}, 1}};
  counts.runs = 6;
  EXPECT_NE(litmus_table(kRows, counts).find("impossible: please report"),
            std::string::npos);
  EXPECT_EQ(impossible_runs(kRows, counts), 3);
}

TEST(LitmusTable, ReadsAnOutcomeBack) {
  EXPECT_EQ(outcome_from("r1=0 r2=1"), LitmusOutcome(0, 1));
  EXPECT_EQ(outcome_from("r1=0 r2=1 "), LitmusOutcome(-1, -1));
  EXPECT_EQ(outcome_from("r1=0"), LitmusOutcome(-1, -1));
}

}  // namespace
}  // namespace hb
