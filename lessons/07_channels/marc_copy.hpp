// Copies MARC records: one thread reads, a bounded channel carries, one writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

namespace hb {

struct Malformed {
  std::uint64_t offset;
  std::size_t size;
  std::string problem;
};

struct CopyReport {
  std::size_t records = 0;           // well-formed
  std::vector<Malformed> malformed;  // copied too
  std::uint64_t bytes = 0;           // read
  std::size_t waits = 0;             // of the reader, at a full channel
};

// Copies `input` to `output`, byte for byte, and reports malformed records.
// Afterwards `input.bad()` and `!output` tell a failed read and write.
CopyReport copy_records(std::istream& input, std::ostream& output);

}  // namespace hb
