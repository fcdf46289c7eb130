// Benchmark 22: the capstone's library and its program
//
// Run       ./workbook bench 22     interleaved: read the median and the spread
//           ./workbook bench 22 --size=128     in a tenth of the time: with a
//           file of 128 MiB instead of 1 GiB. Some seconds of a program's time
//           are needed for a ratio that can be trusted.

#include <benchmark/benchmark.h>

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <string_view>

namespace hb {
void add_speed(std::size_t bytes);  // speed.cpp
void add_records();                 // records.cpp
}  // namespace hb

namespace {

constexpr std::size_t kMiB = 1024 * 1024;

// The number after --size=, which is taken out; 1024 without it, 0 for none.
std::size_t take_size(int& argc, char** argv) {
  constexpr std::string_view kOption = "--size=";
  std::size_t size = 1024;
  int left = 1;
  for (int n = 1; n < argc; ++n) {
    const std::string_view word = argv[n];
    if (!word.starts_with(kOption)) {
      argv[left++] = argv[n];
      continue;
    }
    const char* const end = word.data() + word.size();
    const auto parsed =
        std::from_chars(word.data() + kOption.size(), end, size);
    if (parsed.ec != std::errc() || parsed.ptr != end) size = 0;
  }
  argc = left;
  return size;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t mebibytes = take_size(argc, argv);
  if (mebibytes == 0 || mebibytes > 1'000'000) {
    std::fputs("--size=MIB: from 1 to 1000000\n", stderr);
    return 2;
  }
  hb::add_speed(mebibytes * kMiB);
  hb::add_records();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
