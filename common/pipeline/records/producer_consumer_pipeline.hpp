// The records of one large file: read by one thread, parsed by several, had in
// the file's order.
//
//   auto pipeline = ProducerConsumerPipeline::from_file("books.mrc");
//   while (auto record = pipeline.next()) use(**record);
//
// Stages: a producer reads chunks of `buffer_bytes` and cuts them into records;
// a bounded channel takes them on in batches; workers parse a batch each; who
// asks has them in order. No thread holds a lock while it reads or parses, and
// memory is bounded whatever the file's size.
//
// Nothing is dropped: bytes that are no record are given out in their place,
// with the reason. What comes out is the same for all options.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "exec/thread.hpp"
#include "exec/worker_count.hpp"
#include "pipeline/records/batch_line.hpp"
#include "pipeline/records/batch_producer.hpp"
#include "pipeline/records/byte_source.hpp"
#include "pipeline/records/record_batch.hpp"
#include "sync/buffer_pool.hpp"
#include "sync/outcome.hpp"

namespace hb::pipeline {

struct RecordOptions {
  static constexpr std::size_t kMost = 1'000'000;  // records
  static constexpr std::size_t kMostBytes = std::size_t{1} << 30;

  // A read, in bytes; up to kMostBytes.
  std::size_t buffer_bytes = 512 * 1024;
  // Records that may be cut and not yet given out; up to kMost. With as many,
  // the producer waits.
  std::size_t channel_capacity = 1000;
  // Records parsed by one worker in one go; up to kMost. A batch has as many,
  // but no more than the channel, and fewer where memory_bytes are in use.
  std::size_t batch_records = 100;
  std::size_t workers = exec::worker_count(exec::Work::computes);
  // Of chunks in use at once: at least three of them are, whatever this says.
  std::size_t memory_bytes = 32 * 1024 * 1024;
};

// Of what has been given out.
struct RecordCounts {
  std::uint64_t records = 0;    // well-formed
  std::uint64_t malformed = 0;  // pieces that are none
  std::uint64_t bytes = 0;      // of both
  std::uint64_t fields = 0;
  std::uint64_t batches = 0;
  std::uint64_t content = 0;  // a hash of all records' fields, in order
};

// Thread safety: one consumer at a time; the stop may come from anywhere.
class ProducerConsumerPipeline {
 public:
  class Iterator;

  // Begins to read. Throws Failure if the file cannot be opened and for options
  // that are 0 or too large (usage), std::system_error if no thread starts.
  static ProducerConsumerPipeline from_file(const std::filesystem::path& path,
                                            const RecordOptions& options = {},
                                            std::stop_token stop = {});
  static ProducerConsumerPipeline from_source(
      std::unique_ptr<ByteSource> source, const RecordOptions& options = {},
      std::stop_token stop = {});

  // Ends early if records are left; waits for the threads, so for a read(2)
  // too.
  ~ProducerConsumerPipeline();

  ProducerConsumerPipeline(const ProducerConsumerPipeline&) = delete;
  ProducerConsumerPipeline& operator=(const ProducerConsumerPipeline&) = delete;

  // The next record, or bytes that are none; valid until the next call.
  // `closed`: the file's end, and every byte of it has been given out.
  // `stopped`: a stop was requested, and there may be more. Throws what the
  // source threw, once what was read before has been given out, and again at
  // each later call; std::bad_alloc likewise.
  sync::Expected<const ParsedRecord*> next();

  // The same for a range-based for, which cannot tell a stop from the end:
  // a stop is thrown, std::system_error with std::errc::operation_canceled.
  Iterator begin();
  std::default_sentinel_t end() const { return {}; }

  const RecordCounts& counts() const { return counts_; }
  sync::BufferPoolCounts buffers() const { return pool_.counts(); }

 private:
  ProducerConsumerPipeline(std::unique_ptr<ByteSource> source,
                           const RecordOptions& options, std::stop_token stop);

  void produce() noexcept;
  void work() noexcept;
  sync::Outcome take_batch();
  void count(const ParsedRecord& record);

  const std::unique_ptr<ByteSource> source_;
  std::stop_source stop_;
  sync::BufferPool pool_;
  BatchLine<RecordBatch> line_;
  BatchProducer producer_;  // of the producing thread

  // Written by the producing thread before it finishes line_, and read by the
  // consumer after it has seen that: needs no lock.
  std::exception_ptr error_;

  // Of the consumer.
  std::span<const ParsedRecord> left_;  // of its batch, not yet given out
  std::exception_ptr failure_;
  RecordCounts counts_;

  // Last, so that they have ended before what they use.
  std::stop_callback<std::function<void()>> outer_;
  std::vector<exec::Thread> threads_;
};

class ProducerConsumerPipeline::Iterator {
 public:
  using value_type = ParsedRecord;
  using difference_type = std::ptrdiff_t;

  const ParsedRecord& operator*() const { return *record_; }
  const ParsedRecord* operator->() const { return record_; }
  Iterator& operator++();
  void operator++(int) { ++*this; }
  bool operator==(std::default_sentinel_t) const { return record_ == nullptr; }

 private:
  friend class ProducerConsumerPipeline;
  explicit Iterator(ProducerConsumerPipeline& from) : from_(&from) { ++*this; }

  ProducerConsumerPipeline* from_;
  const ParsedRecord* record_ = nullptr;
};

inline ProducerConsumerPipeline::Iterator ProducerConsumerPipeline::begin() {
  return Iterator(*this);
}

}  // namespace hb::pipeline
