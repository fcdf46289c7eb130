#include "pipeline/records/producer_consumer_pipeline.hpp"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

#include "pipeline/failure.hpp"
#include "pipeline/records/content_hash.hpp"

namespace hb::pipeline {
namespace {

using sync::Outcome;

constexpr std::size_t kFewestChunks = 3;

void check_count(const char* what, std::size_t value, std::size_t most) {
  if (value >= 1 && value <= most) return;
  throw Failure(
      FailureKind::usage, Stage::read, what,
      "is " + std::to_string(value) + ", not 1 to " + std::to_string(most));
}

RecordOptions checked(RecordOptions options) {
  check_count("buffer_bytes", options.buffer_bytes, RecordOptions::kMostBytes);
  check_count("channel_capacity", options.channel_capacity,
              RecordOptions::kMost);
  check_count("batch_records", options.batch_records, RecordOptions::kMost);
  check_count("workers", options.workers, 128);
  options.batch_records =
      std::min(options.batch_records, options.channel_capacity);
  return options;
}

sync::BufferPoolOptions chunks(const RecordOptions& options) {
  const std::size_t bytes = BatchProducer::chunk_bytes(options.buffer_bytes);
  const std::size_t most =
      std::max(kFewestChunks, options.memory_bytes / bytes);
  return {.bytes = bytes, .keep = most, .limit = most};
}

}  // namespace

ProducerConsumerPipeline ProducerConsumerPipeline::from_file(
    const std::filesystem::path& path, const RecordOptions& options,
    std::stop_token stop) {
  return from_source(std::make_unique<FileSource>(path), options,
                     std::move(stop));
}

ProducerConsumerPipeline ProducerConsumerPipeline::from_source(
    std::unique_ptr<ByteSource> source, const RecordOptions& options,
    std::stop_token stop) {
  return ProducerConsumerPipeline(std::move(source), checked(options),
                                  std::move(stop));
}

ProducerConsumerPipeline::ProducerConsumerPipeline(
    std::unique_ptr<ByteSource> source, const RecordOptions& options,
    std::stop_token stop)
    : source_(std::move(source)),
      pool_(chunks(options)),
      line_(options.channel_capacity / options.batch_records),
      producer_(*source_, pool_, options.buffer_bytes, options.batch_records),
      outer_(std::move(stop), [this] { stop_.request_stop(); }) {
  try {
    threads_.reserve(options.workers + 1);
    for (std::size_t n = 0; n < options.workers; ++n) {
      threads_.emplace_back(
          exec::ThreadOptions{.name = "records-" + std::to_string(n)},
          [this] { work(); });
    }
    threads_.emplace_back(exec::ThreadOptions{.name = "records-read"},
                          [this] { produce(); });
  } catch (...) {
    stop_.request_stop();  // those that have started end
    throw;
  }
}

ProducerConsumerPipeline::~ProducerConsumerPipeline() { stop_.request_stop(); }

void ProducerConsumerPipeline::produce() noexcept {
  const std::stop_token stop = stop_.get_token();
  Outcome outcome = Outcome::done;
  while (outcome == Outcome::done) {
    const auto slot = line_.take_empty(stop);
    if (!slot) {
      outcome = slot.outcome();
      break;
    }
    RecordBatch& batch = (*slot)->batch;
    try {
      outcome = producer_.fill(batch, stop);
    } catch (...) {
      error_ = std::current_exception();
      outcome = Outcome::closed;
    }
    if (batch.size() > 0) line_.send(*slot);
  }
  // The other end: take_batch(), which reads error_ after it.
  line_.finish(outcome);
}

void ProducerConsumerPipeline::work() noexcept {
  const std::stop_token stop = stop_.get_token();
  while (const auto slot = line_.take_work(stop)) {
    (*slot)->batch.parse();
    line_.done(*slot);
  }
}

sync::Expected<const ParsedRecord*> ProducerConsumerPipeline::next() {
  while (left_.empty()) {
    const Outcome outcome = take_batch();
    if (outcome != Outcome::done) return outcome;
  }
  const ParsedRecord& record = left_.front();
  left_ = left_.subspan(1);
  count(record);
  return &record;
}

Outcome ProducerConsumerPipeline::take_batch() {
  if (failure_) std::rethrow_exception(failure_);
  const auto slot = line_.next(stop_.get_token());
  try {
    if (slot) {
      left_ = (*slot)->batch.records();
      ++counts_.batches;
      return Outcome::done;
    }
    if (slot.outcome() == Outcome::closed && error_) {
      std::rethrow_exception(error_);
    }
    return slot.outcome();
  } catch (...) {
    // WHY kept: whoever asks again must not be told that it is the end.
    failure_ = std::current_exception();
    throw;
  }
}

void ProducerConsumerPipeline::count(const ParsedRecord& record) {
  counts_.bytes += record.bytes.size();
  if (!record.is_record()) {
    ++counts_.malformed;
    return;
  }
  ++counts_.records;
  counts_.fields += record.fields.size();
  counts_.content = combined_hash(counts_.content, record.hash);
}

ProducerConsumerPipeline::Iterator&
ProducerConsumerPipeline::Iterator::operator++() {
  const auto record = from_->next();
  if (!record && record.outcome() != Outcome::closed) {
    throw std::system_error(
        std::make_error_code(std::errc::operation_canceled),
        "stopped after byte " + std::to_string(from_->counts().bytes));
  }
  record_ = record ? *record : nullptr;
  return *this;
}

}  // namespace hb::pipeline
