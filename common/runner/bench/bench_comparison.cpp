#include "runner/bench/bench_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// Of one run of one benchmark: the repetitions are ours, so that the programs
// take turns and a busy minute does not fall on one of them.
constexpr const char* kSecondsForOne = "0.02";

// A regular expression for this text and nothing else.
std::string quoted_regex(const std::string& text) {
  std::string quoted;
  for (const char c : text) {
    if (std::string_view(R"(\^$.|?*+()[]{})").find(c) !=
        std::string_view::npos) {
      quoted += '\\';
    }
    quoted += c;
  }
  return quoted;
}

std::vector<std::string> arguments_for(const BenchRequest& request,
                                       BenchRole role) {
  std::vector<std::string> arguments = {
      "--benchmark_format=json",
      fmt::format("--benchmark_min_time={}", kSecondsForOne)};
  if (role == BenchRole::yours && request.programs.size() > 1) {
    // All else is the same code in both programs, and is measured once.
    arguments.push_back("--benchmark_filter=/answer(/|$)");
  } else if (!request.only.empty()) {
    arguments.push_back("--benchmark_filter=" + quoted_regex(request.only));
  }
  arguments.insert(arguments.end(), request.arguments.begin(),
                   request.arguments.end());
  return arguments;
}

[[noreturn]] void fail(const BenchRequest& request, const std::string& what,
                       const std::string& expected) {
  throw UserError(exit_code::kBroken,
                  {fmt::format("benchmark {} {}", request.number, what), "",
                   expected, "./workbook doctor"});
}

}  // namespace

BenchReport measure(const BenchRequest& request, const RunBenchProgram& run,
                    const BenchProgress& progress) {
  BenchReport report;
  const int programs = static_cast<int>(request.programs.size());
  const int runs = request.repetitions * programs;
  for (int n = 0; n < runs; ++n) {
    // In every second repetition the last goes first.
    const int repetition = n / programs;
    const int turn =
        repetition % 2 == 0 ? n % programs : programs - 1 - n % programs;
    const BenchProgram& program =
        request.programs[static_cast<std::size_t>(turn)];
    if (progress) progress(n + 1, runs);
    const std::string printed =
        run(program.path, arguments_for(request, program.role));
    // A program without such a row prints nothing but a warning.
    if (!request.only.empty() && printed.find('{') == printed.npos) continue;
    try {
      BenchOutput output = read_bench_output(printed);
      std::erase_if(output.samples, [&](const BenchSample& sample) {
        return sample.name.find(request.only) == std::string::npos;
      });
      report.add(program.role, output);
    } catch (const BenchOutputError& error) {
      fail(request, "printed no results", error.what());
    }
  }
  return report;
}

int tell(const BenchRequest& request, const BenchReport& report,
         std::ostream& out) {
  out << fmt::format(
      "Benchmark {}: the time of one operation, median of {} interleaved "
      "runs.\n\n",
      request.number, request.repetitions);
  out << report.table();
  if (report.failed(BenchRole::solution)) {
    fail(request, "failed its own check",
         "A row above names it; it is not your answer.");
  }
  return report.failed(BenchRole::yours) ? exit_code::kRejected
                                         : exit_code::kFine;
}

}  // namespace hb::runner
