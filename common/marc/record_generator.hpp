// Makes well-formed MARC records for lessons, tests and benchmarks.
//
// The same seed gives the same bytes with every compiler and library: only the
// engine is the standard's, whose numbers are specified, and no distribution,
// whose numbers are not.
//
// Thread safety: one thread at a time; give each thread a generator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace hb::marc {

class RecordGenerator {
 public:
  explicit RecordGenerator(std::uint64_t seed) : engine_(seed) {}

  // The next book: 001, 008, 100 $a, 245 $a $c, 264 $a $b $c, 300 $a, and one
  // to four subjects, 650 $a, of which a few are far more frequent.
  std::string next();

 private:
  std::size_t below(std::size_t limit);  // from 0 to limit - 1
  std::string title();
  std::string name();
  std::size_t subject();

  std::mt19937_64 engine_;
  std::size_t made_ = 0;
};

// `count` records, one after another, as they are in a file.
std::string generate_records(std::uint64_t seed, std::size_t count);

}  // namespace hb::marc
