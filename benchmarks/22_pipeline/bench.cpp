// Benchmark 22: the capstone's library
//
// Run       ./workbook bench 22     interleaved: read the median and the spread

#include <benchmark/benchmark.h>

namespace hb {
void add_records();  // records.cpp
}  // namespace hb

int main(int argc, char** argv) {
  hb::add_records();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
