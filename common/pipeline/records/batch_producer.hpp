// Reads a stream of records chunk by chunk, and cuts it into batches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string_view>

#include "pipeline/records/byte_source.hpp"
#include "pipeline/records/record_batch.hpp"
#include "sync/buffer_pool.hpp"
#include "sync/outcome.hpp"

namespace hb::pipeline {

// Records are not copied: batches refer to the chunks they lie in. Only what a
// chunk ends with and has no end itself goes on into the next one.
//
// Thread safety: one thread at a time. It takes no lock but the pool's, and
// that not while it reads.
class BatchProducer {
 public:
  // What a buffer of the pool has to hold, for reads of `read_bytes`.
  static std::size_t chunk_bytes(std::size_t read_bytes) {
    return marc::kCutterWindow + read_bytes;
  }

  // REQUIRES: `source` and `pool` live longer; the pool's buffers are of
  // chunk_bytes(read_bytes), and it may give three of them.
  BatchProducer(ByteSource& source, sync::BufferPool& pool,
                std::size_t read_bytes, std::size_t batch_records)
      : source_(source),
        pool_(pool),
        read_bytes_(read_bytes),
        batch_records_(batch_records) {}

  // Fills an empty batch with the next pieces, as many as it may have: done.
  // With fewer, if the pool has no buffer before some batch is given up.
  // closed: nothing follows the pieces that it has, if any.
  // stopped: a stop was requested. Throws what the source throws; then, too,
  // the batch has the pieces before the error.
  sync::Outcome fill(RecordBatch& batch, const std::stop_token& stop);

 private:
  sync::Outcome read(bool may_wait, const std::stop_token& stop);
  sync::Outcome take_chunk(bool may_wait, const std::stop_token& stop);
  char* chunk_begin() const;
  std::string_view rest() const;

  ByteSource& source_;
  sync::BufferPool& pool_;
  const std::size_t read_bytes_;
  const std::size_t batch_records_;

  RecordBatch::Chunk chunk_;  // null before the first read
  std::size_t begin_ = 0;     // of the next piece, in chunk_
  std::size_t end_ = 0;       // of what was read into chunk_
  bool is_all_ = false;       // nothing follows in the source
  std::uint64_t offset_ = 0;  // of the next piece, in the stream
  std::uint64_t number_ = 0;  // of the last piece
};

}  // namespace hb::pipeline
