// Benchmark 22: the capstone's library and its program
//
// Run       ./workbook bench 22     interleaved: read the median and the spread
//           ./workbook bench 22 --size=128     in a tenth of the time: with a
//           file of 128 MiB instead of 1 GiB, of which a program's start and
//           end are a larger part. --file=FILE: with a file of yours.

#include <benchmark/benchmark.h>

#include <charconv>
#include <cstddef>
#include <cstdio>
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

// Takes out what is ours. False: a wrong call.
bool read_options(int& argc, char** argv, hb::SpeedData& data) {
  constexpr std::string_view kSize = "--size=";
  constexpr std::string_view kFile = "--file=";
  int left = 1;
  for (int n = 1; n < argc; ++n) {
    const std::string_view word = argv[n];
    if (word.starts_with(kSize)) {
      if (!read_size(word.substr(kSize.size()), data.bytes)) return false;
    } else if (word.starts_with(kFile)) {
      data.file = word.substr(kFile.size());
    } else {
      argv[left++] = argv[n];
    }
  }
  argc = left;
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  hb::SpeedData data;
  if (!read_options(argc, argv, data)) {
    std::fputs("--size=MIB: from 1 to 1000000\n", stderr);
    return 2;
  }
  hb::add_speed(data);
  hb::add_records();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
