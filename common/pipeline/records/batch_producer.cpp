#include "pipeline/records/batch_producer.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace hb::pipeline {

using sync::Outcome;

Outcome BatchProducer::fill(RecordBatch& batch, const std::stop_token& stop) {
  assert(batch.size() == 0);
  while (batch.size() < batch_records_) {
    if (const auto cut = marc::first_piece(rest(), is_all_)) {
      const std::string_view piece = rest().substr(0, cut->size);
      batch.append(chunk_, piece, offset_, ++number_, cut->kind);
      begin_ += cut->size;
      offset_ += cut->size;
      continue;
    }
    if (is_all_) return Outcome::closed;
    // WHY a batch that has pieces does not wait for a chunk: it might be its
    // own that it waits for.
    const Outcome outcome = read(batch.size() == 0, stop);
    if (outcome == Outcome::would_block) return Outcome::done;
    if (outcome != Outcome::done) return outcome;
  }
  return Outcome::done;
}

Outcome BatchProducer::read(bool may_wait, const std::stop_token& stop) {
  if (stop.stop_requested()) return Outcome::stopped;
  if (!chunk_ || chunk_->size() - end_ < read_bytes_) {
    const Outcome taken = take_chunk(may_wait, stop);
    if (taken != Outcome::done) return taken;
  }
  const std::size_t count =
      source_.read(std::span(chunk_begin() + end_, read_bytes_));
  is_all_ = count == 0;
  end_ += count;
  return Outcome::done;
}

Outcome BatchProducer::take_chunk(bool may_wait, const std::stop_token& stop) {
  sync::Expected<sync::Buffer> buffer =
      may_wait ? pool_.acquire(stop) : pool_.try_acquire();
  if (!buffer) return buffer.outcome();
  const RecordBatch::Chunk old =
      std::exchange(chunk_, std::make_shared<sync::Buffer>(*std::move(buffer)));
  const std::size_t left = end_ - begin_;
  // A whole window would have been cut.
  assert(left < marc::kCutterWindow);
  if (old) {
    std::copy_n(reinterpret_cast<const char*>(old->data()) + begin_, left,
                chunk_begin());
  }
  begin_ = 0;
  end_ = left;
  return Outcome::done;
}

char* BatchProducer::chunk_begin() const {
  return reinterpret_cast<char*>(chunk_->data());
}

std::string_view BatchProducer::rest() const {
  return chunk_ ? std::string_view(chunk_begin() + begin_, end_ - begin_)
                : std::string_view();
}

}  // namespace hb::pipeline
