// `./workbook bench NN --report FILE`: the comparison as one HTML page that
// needs nothing else, readable on a phone, in the dark and on paper.
#pragma once

#include <string>
#include <vector>

#include "runner/bench/bench_report.hpp"

namespace hb::runner {

// "processor", "AMD EPYC".
struct BenchFact {
  std::string name;
  std::string value;
};

struct BenchPage {
  std::string number = {};  // "07"
  std::string title = {};   // "Channels"
  int repetitions = 0;
  std::vector<BenchFact> facts = {};    // machine, compiler, date, command
  std::vector<std::string> notes = {};  // sentences on what was not measured
  std::string about = {};               // the head of bench.cpp
};

// The same page for the same results.
std::string bench_page(const BenchPage& page, const BenchReport& report);

// The comment at the head of a source file, without its slashes.
std::string comment_at_the_head(const std::string& source);

}  // namespace hb::runner
