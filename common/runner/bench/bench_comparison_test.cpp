#include "runner/bench/bench_comparison.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

std::string output_of(const std::string& name, const std::string& rest) {
  return "{\n\"context\": {}, \"benchmarks\": [{\"name\": \"" + name + "\", " +
         rest + "}]\n}\n";
}

std::string in_time(const std::string& name, int nanoseconds) {
  return output_of(name, "\"real_time\": " + std::to_string(nanoseconds) +
                             ", \"time_unit\": \"ns\"");
}

std::string in_error(const std::string& name, const std::string& message) {
  return output_of(
      name, "\"error_occurred\": true, \"error_message\": \"" + message + "\"");
}

const BenchRequest kTwoPrograms = {
    "07", {{"solution", BenchRole::solution}, {"yours", BenchRole::yours}}, 3};

int compare_programs(const BenchRequest& request, const RunBenchProgram& run,
                     const BenchProgress& progress, std::ostream& out) {
  return tell(request, measure(request, run, progress), out);
}

TEST(BenchComparison, LetsTheProgramsTakeTurns) {
  std::vector<std::string> order;
  std::vector<int> announced;
  std::ostringstream out;
  const int code = compare_programs(
      kTwoPrograms,
      [&](const std::string& program, const std::vector<std::string>&) {
        order.push_back(program);
        return in_time("channel/answer/64", 10);
      },
      [&](int run, int runs) {
        EXPECT_EQ(runs, 6);
        announced.push_back(run);
      },
      out);
  EXPECT_EQ(code, exit_code::kFine);
  EXPECT_EQ(order, (std::vector<std::string>{"solution", "yours", "yours",
                                             "solution", "solution", "yours"}));
  EXPECT_EQ(announced, (std::vector<int>{1, 2, 3, 4, 5, 6}));
  EXPECT_NE(out.str().find("median of 3 interleaved runs"), std::string::npos);
}

TEST(BenchComparison, MeasuresRowsWithATextInTheirNameOnly) {
  std::ostringstream out;
  BenchRequest request = kTwoPrograms;
  request.only = "deque.1";
  std::vector<std::string> filters;
  compare_programs(
      request,
      [&](const std::string&, const std::vector<std::string>& arguments) {
        filters.push_back(arguments.back());
        return in_time("other/answer/64", 10);
      },
      {}, out);
  EXPECT_EQ(filters.front(), R"(--benchmark_filter=deque\.1)");
  EXPECT_EQ(out.str().find("other"), std::string::npos);
}

TEST(BenchComparison, HandsTheProgramsTheirOwnArguments) {
  std::ostringstream out;
  BenchRequest request = kTwoPrograms;
  request.arguments = {"--file", "records.mrc"};
  compare_programs(
      request,
      [&](const std::string&, const std::vector<std::string>& arguments) {
        EXPECT_EQ(arguments.back(), "records.mrc");
        return in_time("channel/answer/64", 10);
      },
      {}, out);
}

TEST(BenchComparison, AsksYoursForItsAnswerOnly) {
  std::ostringstream out;
  compare_programs(
      kTwoPrograms,
      [&](const std::string& program,
          const std::vector<std::string>& arguments) {
        EXPECT_EQ(arguments.size(), program == "yours" ? 3u : 2u);
        return in_time("channel/answer/64", 10);
      },
      {}, out);
}

TEST(BenchComparison, RejectsAnAnswerThatLosesAValue) {
  std::ostringstream out;
  const int code = compare_programs(
      kTwoPrograms,
      [](const std::string& program, const std::vector<std::string>&) {
        return program == "yours"
                   ? in_error("channel/answer/64", "lost a value")
                   : in_time("channel/answer/64", 10);
      },
      {}, out);
  EXPECT_EQ(code, exit_code::kRejected);
  EXPECT_NE(out.str().find("lost a value"), std::string::npos);
}

TEST(BenchComparison, IsBrokenWithoutResultsOrASolutionThatIsRight) {
  std::ostringstream out;
  const auto printing = [&](const std::string& text) {
    return compare_programs(
        kTwoPrograms,
        [&](const std::string&, const std::vector<std::string>&) {
          return text;
        },
        {}, out);
  };
  EXPECT_THROW(printing("core dumped\n"), UserError);
  EXPECT_THROW(printing(in_error("channel/answer/64", "lost a value")),
               UserError);
}

TEST(BenchComparison, IsFineOnOneProcessor) {
  std::ostringstream out;
  const int code = compare_programs(
      kTwoPrograms,
      [](const std::string&, const std::vector<std::string>&) {
        return in_error("channel/answer/64",
                        "this machine: one processor allowed, two needed");
      },
      {}, out);
  EXPECT_EQ(code, exit_code::kFine);
  EXPECT_NE(out.str().find("one processor allowed"), std::string::npos);
}

}  // namespace
}  // namespace hb::runner
