// What `./workbook bench NN` says: from the output of Google Benchmark to a
// table. No process and no clock in here; bench_comparison.cpp runs the
// programs.
//
// Names     A benchmark is named group/way, or group/way/rest: "channel/locked/
//           64" is the way "locked" of the group "channel/64". The first way of
//           a group is the naive one. The way "answer" comes from the include
//           root: the solution's, or yours, by the program that ran it.
// Samples   Each run of a program is one sample of each of its names.
// Spread    Half of the middle 50 % of the samples, as a part of their median.
// The word  "faster" if the middle 50 % of the one lie wholly below the middle
//           50 % of the other and the medians differ by 5 % or more, "slower"
//           the other way round; else "cannot tell on this machine", and always
//           with fewer than five samples. With nine samples each, two equal
//           programs get a wrong word at most 6 times in 100.
// Claims    A label "claimed 50 ns" makes the table one of claimed beside
//           measured: nothing is naive there, and nothing is compared.
// Counters  What a benchmark counts beside the time (State::counters) stands
//           below its row, as the median of its samples.
// Errors    One that begins with "this machine:" says nothing about the code:
//           the sample is missing, no more. Any other error is the row's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hb::runner {

struct BenchSample {
  std::string name;  // without "/real_time" and the like
  double nanoseconds = 0;
  std::string label;
  std::string error;
  std::int64_t clean = 0;  // two-thread trials that counted
  std::int64_t trials = 0;
  // What else the benchmark counted, by name: "faults", 32.
  std::map<std::string, double> counters;
};

struct BenchOutput {
  std::string processors;  // that the two-thread trials ran on; empty: none
  std::vector<BenchSample> samples;
};

struct BenchOutputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Reads what a program printed with --benchmark_format=json. Lines before and
// after the document are skipped: they are warnings. "library_build_type" is
// not read, because Debian's says "debug" and is not.
// Throws BenchOutputError.
BenchOutput read_bench_output(std::string_view text);

// Quartiles, interpolated between samples.
struct Summary {
  std::size_t samples = 0;
  double low = 0;  // a quarter of the samples are below
  double median = 0;
  double high = 0;  // a quarter are above
  double least = 0;
  double most = 0;

  double spread() const { return (high - low) / 2 / median; }
};

// REQUIRES: `nanoseconds` is not empty.
Summary summarise(std::vector<double> nanoseconds);

enum class Comparison { faster, slower, cannot_tell };

// Of `one` against `other`, by the rule above.
Comparison compare(const Summary& one, const Summary& other);

std::string_view word(Comparison comparison);

enum class BenchRole { solution, yours };

// A time as a multiple of another row's, turned round: 2 is twice as fast.
struct Ratio {
  double value = 1;
  Comparison word = Comparison::cannot_tell;
};

struct BenchRow {
  std::string group;    // "channel/64"
  std::string way;      // "locked", "solution", "yours"
  bool naive = false;   // the first of its group
  std::string claimed;  // "50 ns"
  std::string error;    // the reason why there is no time
  std::optional<Summary> time;
  std::optional<Ratio> to_naive;
  std::optional<Ratio> to_solution;        // of yours
  std::map<std::string, double> counters;  // medians
};

class BenchReport {
 public:
  // Adds one run of a program. Of yours only the answer is read: the other
  // ways are the same code in both programs.
  void add(BenchRole role, const BenchOutput& output);

  // In the order of the benchmark's file, group by group.
  std::vector<BenchRow> rows() const;

  // True if a row of that role has an error which is not the machine's.
  bool failed(BenchRole role) const;

  // At most 80 columns wide, without a heading of its own.
  std::string table() const;

  // "Two-thread trials, processors 0 and 1: 9 of 18 clean, others repeated.",
  // or empty.
  std::string trials_text() const;

 private:
  struct Series {
    std::string group;
    std::string way;
    BenchRole role = BenchRole::solution;
    std::string claimed;
    std::string error;          // of the code
    std::string machine_error;  // the reason why a sample is missing
    std::vector<double> nanoseconds;
    std::map<std::string, std::vector<double>> counters;
  };

  std::vector<Series> series_;
  std::string processors_;
  std::int64_t clean_ = 0;
  std::int64_t trials_ = 0;
};

// "729 ns", "25.2 us": three figures.
std::string format_time(double nanoseconds);

// "1.99", "101".
std::string format_ratio(double value);

// "0", "under 0.01", "0.25", "32", "1025": of something counted.
std::string format_count(double value);

}  // namespace hb::runner
