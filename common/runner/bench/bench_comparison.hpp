// `./workbook bench NN`: runs the programs of a benchmark in turn and prints
// how they compare.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "runner/bench/bench_report.hpp"

namespace hb::runner {

// One program for each include root, from the same bench.cpp.
struct BenchProgram {
  std::string path;
  BenchRole role = BenchRole::solution;
};

struct BenchRequest {
  std::string number;                  // "07"
  std::vector<BenchProgram> programs;  // the solution's first, then yours
  int repetitions = 9;
  std::string only = {};  // measure rows whose name has this; all if empty
  std::vector<std::string> arguments = {};  // the programs' own, besides
};

// Runs a program to its end and returns what it printed. Throws UserError if
// it did not end well.
using RunBenchProgram = std::function<std::string(
    const std::string& program, const std::vector<std::string>& arguments)>;

// Called before each run of a program.
using BenchProgress = std::function<void(int run, int runs)>;

// Runs the programs in turn and adds up what they printed.
// Throws UserError (3) if a program prints no results.
BenchReport measure(const BenchRequest& request, const RunBenchProgram& run,
                    const BenchProgress& progress);

// Prints the table. Returns kFine; kRejected if yours is wrong in a benchmark's
// own check. Throws UserError (3) if the solution is.
int tell(const BenchRequest& request, const BenchReport& report,
         std::ostream& out);

}  // namespace hb::runner
