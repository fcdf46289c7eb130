#include "runner/bench/bench_report.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace hb::runner {
namespace {

// As Google Benchmark prints it, what is not read left out.
constexpr const char* kOutput = R"(***WARNING*** a line of another stream
{
  "context": {
    "library_build_type": "debug",
    "processors": "0 and 1"
  },
  "benchmarks": [
    {
      "name": "channel/locked/64/manual_time",
      "run_type": "iteration",
      "iterations": 1000,
      "real_time": 7.29e-01,
      "cpu_time": 2.0e-03,
      "time_unit": "us",
      "clean": 3.0000000000000000e+00,
      "trials": 4.0000000000000000e+00
    },
    {
      "name": "channel/answer/64/manual_time",
      "run_type": "iteration",
      "error_occurred": true,
      "error_message": "lost a value",
      "iterations": 0,
      "real_time": 0.0,
      "time_unit": "ns"
    },
    {
      "name": "lock/mutex/min_time:0.100/real_time",
      "run_type": "iteration",
      "real_time": 12.5,
      "time_unit": "ns",
      "label": "claimed 50 ns"
    },
    {
      "name": "lock/mutex/min_time:0.100/real_time_mean",
      "run_type": "aggregate",
      "real_time": 12.5,
      "time_unit": "ns"
    }
  ]
}
)";

BenchSample sample(const std::string& name, double nanoseconds) {
  BenchSample sample;
  sample.name = name;
  sample.nanoseconds = nanoseconds;
  return sample;
}

BenchSample failed_sample(const std::string& name, const std::string& error) {
  BenchSample failed = sample(name, 0);
  failed.error = error;
  return failed;
}

// Nine samples around a median, one per cent apart.
Summary around(double median) {
  std::vector<double> times;
  for (int n = -4; n <= 4; ++n) times.push_back(median * (1 + n * 0.01));
  return summarise(times);
}

TEST(BenchOutput, IsReadFromJson) {
  const BenchOutput output = read_bench_output(kOutput);
  EXPECT_EQ(output.processors, "0 and 1");
  ASSERT_EQ(output.samples.size(), 3u);
  EXPECT_EQ(output.samples[0].name, "channel/locked/64");
  EXPECT_DOUBLE_EQ(output.samples[0].nanoseconds, 729);
  EXPECT_EQ(output.samples[0].clean, 3);
  EXPECT_EQ(output.samples[0].trials, 4);
  EXPECT_EQ(output.samples[1].error, "lost a value");
  EXPECT_EQ(output.samples[2].name, "lock/mutex");
  EXPECT_EQ(output.samples[2].label, "claimed 50 ns");
}

TEST(BenchOutput, ThatIsNoneIsAnError) {
  EXPECT_THROW(read_bench_output(""), BenchOutputError);
  EXPECT_THROW(read_bench_output("Segmentation fault\n"), BenchOutputError);
  EXPECT_THROW(read_bench_output("{\n\"benchmarks\": [\n}"), BenchOutputError);
  EXPECT_THROW(read_bench_output("{\n\"context\": {}\n}\n"), BenchOutputError);
  EXPECT_THROW(read_bench_output(std::string(kOutput).substr(0, 500)),
               BenchOutputError);
}

TEST(BenchOutput, HasWhatElseWasCounted) {
  const BenchOutput output = read_bench_output(
      "{\n\"context\": {}, \"benchmarks\": [{\"name\": \"buffer/pool\", "
      "\"run_type\": \"iteration\", \"threads\": 1, \"iterations\": 100, "
      "\"real_time\": 9.1, \"cpu_time\": 9.0, \"time_unit\": \"us\", "
      "\"clean\": 3.0, \"trials\": 3.0, \"faults\": 0.25}]\n}\n");
  EXPECT_EQ(output.samples[0].counters,
            (std::map<std::string, double>{{"faults", 0.25}}));
}

TEST(BenchReport, ShowsTheMedianOfWhatWasCountedBelowTheRow) {
  BenchReport report;
  for (const double faults : {32.0, 33.0, 1'025.0}) {
    BenchOutput output;
    output.samples = {sample("buffer/mmap/4 MiB", 1'661'000)};
    output.samples[0].counters = {{"allocations", 1}, {"faults", faults}};
    report.add(BenchRole::solution, output);
  }
  EXPECT_EQ(report.table(), R"(                        median   spread     speed

buffer/4 MiB
  mmap (naive)         1.66 ms      0 %         1
    allocations 1, faults 33
)");
}

TEST(FormatCount, HasNoFigureThatSaysNothing) {
  EXPECT_EQ(format_count(0), "0");
  EXPECT_EQ(format_count(0.25), "0.25");
  EXPECT_EQ(format_count(1.5), "1.5");
  EXPECT_EQ(format_count(32), "32");
  EXPECT_EQ(format_count(0.001), "under 0.01");  // and not nothing
}

TEST(Summarise, FindsTheQuartiles) {
  const Summary nine = summarise({9, 1, 8, 2, 7, 3, 6, 4, 5});
  EXPECT_EQ(nine.samples, 9u);
  EXPECT_DOUBLE_EQ(nine.low, 3);
  EXPECT_DOUBLE_EQ(nine.median, 5);
  EXPECT_DOUBLE_EQ(nine.high, 7);
  EXPECT_DOUBLE_EQ(nine.spread(), 0.4);
  EXPECT_DOUBLE_EQ(summarise({4}).median, 4);
  EXPECT_DOUBLE_EQ(summarise({1, 2}).median, 1.5);
}

TEST(Compare, SaysFasterAndSlower) {
  EXPECT_EQ(compare(around(50), around(100)), Comparison::faster);
  EXPECT_EQ(compare(around(100), around(50)), Comparison::slower);
}

TEST(Compare, CannotTellAnOverlapApart) {
  EXPECT_EQ(compare(summarise({1, 2, 3, 4, 5}), summarise({3, 4, 5, 6, 7})),
            Comparison::cannot_tell);
}

TEST(Compare, CannotTellADifferenceBelowFivePerCent) {
  EXPECT_EQ(compare(around(100), around(104.9)), Comparison::cannot_tell);
  EXPECT_EQ(compare(around(100), around(105.1)), Comparison::faster);
}

TEST(Compare, CannotTellFromFourSamples) {
  EXPECT_EQ(compare(summarise({1, 1, 1, 1}), around(100)),
            Comparison::cannot_tell);
}

// Every order in which the samples of two equal programs can fall, each as
// likely as the others, with gaps so wide that 5 % never matter.
TEST(Compare, IsWrongAboutEqualProgramsAtMostSixTimesInAHundred) {
  int orders = 0;
  int wrong = 0;
  std::vector<int> owner(18, 0);
  std::fill(owner.begin() + 9, owner.end(), 1);
  do {
    std::vector<double> times[2];
    double time = 1;
    for (const int program : owner) {
      times[program].push_back(time);
      time *= 2;
    }
    ++orders;
    if (compare(summarise(times[0]), summarise(times[1])) !=
        Comparison::cannot_tell) {
      ++wrong;
    }
  } while (std::next_permutation(owner.begin(), owner.end()));
  EXPECT_EQ(orders, 48'620);
  EXPECT_LT(wrong, orders * 6 / 100);
}

BenchReport report_of_a_channel() {
  BenchReport report;
  for (int n = 0; n < 9; ++n) {
    BenchOutput solution;
    solution.processors = "0 and 1";
    solution.samples = {sample("channel/locked/64", 700 + n),
                        sample("channel/answer/64", 350 + n),
                        sample("channel/locked/1", 25'000 + n),
                        sample("channel/spsc_queue/64", 7),
                        sample("channel/answer/1", 25'000 + n)};
    solution.samples[0].trials = 2;
    solution.samples[0].clean = 1;
    report.add(BenchRole::solution, solution);
    report.add(BenchRole::yours, {"",
                                  {sample("channel/locked/64", 1),
                                   sample("channel/answer/64", 1'400 + n),
                                   sample("channel/answer/1", 2'500)}});
  }
  return report;
}

TEST(BenchReport, ComparesWithTheNaiveAndWithTheSolution) {
  const std::vector<BenchRow> rows = report_of_a_channel().rows();
  ASSERT_EQ(rows.size(), 7u);

  EXPECT_EQ(rows[0].group, "channel/64");
  EXPECT_EQ(rows[0].way, "locked");
  EXPECT_TRUE(rows[0].naive);
  EXPECT_FALSE(rows[0].to_naive);
  EXPECT_DOUBLE_EQ(rows[0].time->median, 704);  // not yours

  EXPECT_EQ(rows[1].way, "solution");
  EXPECT_NEAR(rows[1].to_naive->value, 2, 0.02);
  EXPECT_EQ(rows[1].to_naive->word, Comparison::faster);

  EXPECT_EQ(rows[2].way, "spsc_queue");
  EXPECT_EQ(rows[3].way, "yours");
  EXPECT_EQ(rows[3].to_naive->word, Comparison::slower);
  EXPECT_NEAR(rows[3].to_solution->value, 0.25, 0.01);
  EXPECT_EQ(rows[3].to_solution->word, Comparison::slower);

  EXPECT_EQ(rows[4].group, "channel/1");
  EXPECT_TRUE(rows[4].naive);
  EXPECT_EQ(rows[5].to_naive->word, Comparison::cannot_tell);
}

TEST(BenchReport, PrintsATable) {
  EXPECT_EQ(report_of_a_channel().table(),
            R"(                        median   spread     speed

channel/64
  locked (naive)        704 ns      0 %         1
  solution              354 ns      1 %      1.99  faster
  spsc_queue           7.00 ns      0 %       101  faster
  yours                1.40 us      0 %      0.50  slower
    to the solution                          0.25  slower

channel/1
  locked (naive)       25.0 us      0 %         1
  solution             25.0 us      0 %      1.00  cannot tell on this machine
  yours                2.50 us      0 %        10  faster
    to the solution                            10  faster

Two-thread trials, processors 0 and 1: 9 of 18 clean, others repeated.
)");
}

TEST(BenchReport, PutsClaimsBesideMeasurements) {
  BenchReport report;
  BenchOutput output;
  output.samples = {sample("spawn/thread", 14'278), sample("lock/mutex", 20.9),
                    sample("share/shared_ptr copy", 19.8)};
  output.samples[0].label = "claimed 1-2 us";
  output.samples[1].label = "claimed 50 ns";
  report.add(BenchRole::solution, output);
  EXPECT_EQ(
      report.table(),
      R"(                                            claimed     measured    spread
  spawn thread                               1-2 us      14.3 us       0 %
  lock mutex                                  50 ns      20.9 ns       0 %
  share shared_ptr copy                           -      19.8 ns       0 %
)");
}

TEST(BenchReport, SaysBelowTheClaimsWhatTheMachineCannotMeasure) {
  BenchReport report;
  BenchOutput output;
  output.samples = {
      failed_sample("switch/threads",
                    "this machine: one processor allowed, two needed"),
      failed_sample("lock/mutex",
                    "this machine: one processor allowed, two needed")};
  output.samples[0].label = "claimed 100 ns";
  report.add(BenchRole::solution, output);
  EXPECT_EQ(
      report.table(),
      R"(                                            claimed     measured    spread
  switch threads                             100 ns not measured         -
  lock mutex                                      - not measured         -

Not measured: this machine: one processor allowed, two needed
)");
}

TEST(BenchReport, SaysWhatTheMachineCannotMeasure) {
  BenchReport report;
  const std::string reason = "this machine: one processor allowed, two needed";
  report.add(BenchRole::solution,
             {"0",
              {failed_sample("channel/locked/64", reason),
               failed_sample("channel/answer/64", reason)}});
  const std::vector<BenchRow> rows = report.rows();
  EXPECT_FALSE(rows[0].time);
  EXPECT_EQ(rows[0].error, reason);
  EXPECT_FALSE(report.failed(BenchRole::solution));
}

TEST(BenchReport, ShowsTheErrorOfAnAnswerThatLosesAValueOnce) {
  BenchReport report;
  for (int n = 0; n < 9; ++n) {
    report.add(BenchRole::solution,
               {"0 and 1", {sample("channel/locked/64", 700)}});
    report.add(BenchRole::yours,
               {"0 and 1",
                {n == 4 ? failed_sample("channel/answer/64", "lost a value")
                        : sample("channel/answer/64", 10)}});
  }
  const std::vector<BenchRow> rows = report.rows();
  EXPECT_FALSE(rows[1].time);
  EXPECT_EQ(rows[1].error, "lost a value");
  EXPECT_TRUE(report.failed(BenchRole::yours));
  EXPECT_FALSE(report.failed(BenchRole::solution));
}

TEST(BenchReport, HasAMissingSampleWhereATrialWasNeverClean) {
  BenchReport report;
  for (int n = 0; n < 9; ++n) {
    report.add(BenchRole::solution,
               {"0 and 1",
                {n == 4 ? failed_sample("lock/mutex",
                                        "this machine: no clean trial in 100")
                        : sample("lock/mutex", 70)}});
  }
  EXPECT_EQ(report.rows()[0].time->samples, 8u);
}

TEST(BenchReport, FitsInEightyColumns) {
  std::istringstream lines(report_of_a_channel().table());
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80u) << line;
  }
}

TEST(FormatTime, HasThreeFigures) {
  EXPECT_EQ(format_time(0.2345), "0.23 ns");
  EXPECT_EQ(format_time(9.996), "10.0 ns");
  EXPECT_EQ(format_time(999.6), "1.00 us");
  EXPECT_EQ(format_time(25'206), "25.2 us");
  EXPECT_EQ(format_time(118'579), "119 us");
  EXPECT_EQ(format_time(2.5e9), "2.50 s");
}

}  // namespace
}  // namespace hb::runner
