// Benchmark 22: the capstone's library and its program
//
// Run       ./workbook bench 22     interleaved: read the median and the spread
//           HB_BENCH_MIB=128 ./workbook bench 22     in a tenth of the time:
//           with a file of 128 MiB instead of 1 GiB, of which a program's start
//           and end are a larger part
//           ./workbook bench 22 --file FILE     with a file of yours

#include <benchmark/benchmark.h>

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "speed.hpp"

namespace hb {
void add_records();  // records.cpp
}  // namespace hb

namespace {

constexpr std::size_t kMiB = 1024 * 1024;

// False: not a number of MiB.
bool read_size(std::string_view text, std::size_t& bytes) {
  std::size_t size = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, size);
  bytes = size * kMiB;
  return parsed.ec == std::errc() && parsed.ptr == end && 0 < size &&
         size <= 1'000'000;
}

// `--file FILE`, which is taken out. Empty: there is none.
std::filesystem::path take_file(int& argc, char** argv) {
  std::filesystem::path file;
  int left = 1;
  for (int n = 1; n < argc; ++n) {
    if (argv[n] == std::string_view("--file") && n + 1 < argc) {
      file = argv[++n];
    } else {
      argv[left++] = argv[n];
    }
  }
  argc = left;
  return file;
}

}  // namespace

int main(int argc, char** argv) {
  hb::SpeedData data;
  const char* const size = std::getenv("HB_BENCH_MIB");
  if (size != nullptr && !read_size(size, data.bytes)) {
    std::fputs("HB_BENCH_MIB: from 1 to 1000000\n", stderr);
    return 2;
  }
  data.file = take_file(argc, argv);
  hb::add_speed(data);
  hb::add_records();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
