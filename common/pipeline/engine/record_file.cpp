#include "pipeline/engine/record_file.hpp"

#include <utility>

namespace hb::pipeline {

void RecordFile::append(Chunk& chunk) {
  if (!write(chunk, end())) return;
  // WHY relaxed: this thread's alone.
  end_.store(end() + chunk.bytes, std::memory_order_relaxed);
}

void RecordFile::append_positional(Chunk& chunk) {
  // WHY relaxed: the numbers differ, and that is all that is asked of them.
  write(chunk, end_.fetch_add(chunk.bytes, std::memory_order_relaxed));
}

void RecordFile::append_locked(Chunk& chunk) {
  std::lock_guard lock(mutex_);
  append(chunk);
}

// False: stopped, and it is not in the index.
bool RecordFile::write(Chunk& chunk, std::uint64_t offset) {
  queue_.go();
  const auto before = Clock::now();
  auto permit = resources_.io_lease(stop_);
  if (!permit) return false;
  const auto start = Clock::now();
  metrics_.record(Timing::io_permit_wait, start - before);
  metrics_.record(Timing::writer_queue_wait, before - chunk.sealed_at);
  show_permits();
  file_.write(chunk.used(), offset);
  permit->release();
  show_permits();
  chunk.entry.offset = offset;
  ledger_.wrote(chunk);
  metrics_.count(Counter::io_writes);
  metrics_.count(Counter::chunks_processed);
  metrics_.count(Counter::bytes_processed, chunk.raw_bytes);
  metrics_.count(Counter::bytes_written, chunk.bytes);
  return true;
}

void RecordFile::show_permits() {
  const sync::MeteredSemaphore& io = resources_.io();
  metrics_.set(Gauge::io_permits_available, io.capacity() - io.in_use());
}

}  // namespace hb::pipeline
