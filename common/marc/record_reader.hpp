// Splits a stream into MARC records, and loses no byte of it.
//
//   hb::marc::RecordReader reader(file);
//   while (const auto piece = reader.next()) { ... }
//
// Thread safety: one thread at a time, as with the stream it reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>

namespace hb::marc {

// A well-formed record, or bytes that are none. The pieces of a stream, one
// after another, are the stream.
struct Piece {
  std::uint64_t offset = 0;  // of the first byte, in the stream
  std::string bytes;
  std::string problem;  // empty: well-formed

  bool is_record() const { return problem.empty(); }
};

// The pieces are those of first_piece() in record_cutter.hpp.
class RecordReader {
 public:
  // REQUIRES: `input` lives longer than the reader.
  explicit RecordReader(std::istream& input) : input_(input) {}

  // The next piece; nullopt at the end of the stream. After it,
  // `input.bad()` tells a failed read from the end.
  std::optional<Piece> next();

 private:
  bool fill();
  Piece take(std::size_t size, std::string problem);

  std::istream& input_;
  std::string buffer_;        // read and not yet taken, from begin_ on
  std::size_t begin_ = 0;     // of the next piece, in buffer_
  std::uint64_t offset_ = 0;  // of the next piece, in the stream
};

}  // namespace hb::marc
