// Some pieces of a stream of records, and what a worker finds in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "marc/record.hpp"
#include "marc/record_cutter.hpp"
#include "sync/buffer_pool.hpp"

namespace hb::pipeline {

// A record, or bytes that are none. What it refers to is the pipeline's.
struct ParsedRecord {
  std::uint64_t offset = 0;  // of its first byte, in the file
  std::uint64_t number = 0;  // from 1; bytes that are no record count, too
  std::string_view bytes;
  std::span<const marc::FieldView> fields;  // in the directory's order
  std::string_view problem;                 // empty: well-formed
  std::uint64_t hash = 0;  // XXH3 of the fields' tags and data; 0: malformed

  bool is_record() const { return problem.empty(); }
};

// Thread safety: one thread at a time; BatchLine passes it on.
class RecordBatch {
 public:
  // The bytes of several batches; back in its pool with the last of them.
  using Chunk = std::shared_ptr<sync::Buffer>;

  // Producer: appends a piece, which lies in `chunk`.
  void append(const Chunk& chunk, std::string_view piece, std::uint64_t offset,
              std::uint64_t number, marc::Cut::Kind kind);
  std::size_t size() const { return records_.size(); }

  // Worker: finds what is in the pieces. An exception is kept for records().
  void parse() noexcept;

  // Consumer: the pieces in the file's order. Throws what parse() met.
  std::span<const ParsedRecord> records() const;

  // Gives up the chunks and forgets the pieces; keeps memory for the next ones.
  void release();

 private:
  struct Malformed {
    std::size_t index;  // in records_
    std::string problem;
  };

  void parse_all();
  void refer_to_what_no_longer_moves();

  std::vector<ParsedRecord> records_;
  std::vector<marc::Cut::Kind> kinds_;  // of each of records_
  std::vector<Chunk> chunks_;
  std::vector<marc::FieldView> fields_;  // of all records, one after another
  std::vector<Malformed> malformed_;
  std::exception_ptr error_;
};

}  // namespace hb::pipeline
