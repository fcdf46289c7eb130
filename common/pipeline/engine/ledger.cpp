#include "pipeline/engine/ledger.hpp"

#include <algorithm>
#include <utility>

#include "pipeline/container/checksum.hpp"
#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

// Chunks that are shorter than the least: those at the end.
constexpr std::size_t kShortChunks = 64;

}  // namespace

Ledger::Ledger(Tree& tree, std::vector<ChunkEntry> chunks,
               std::size_t least_chunk_bytes, std::size_t small_file_bytes,
               Metrics& metrics)
    : tree_(tree),
      least_chunk_bytes_(least_chunk_bytes),
      small_file_bytes_(small_file_bytes),
      metrics_(metrics),
      chunks_(std::move(chunks)) {
  // WHY now: no chunk shall allocate. What is not touched takes no memory.
  chunks_.reserve(chunks_.size() + tree.total_bytes() / least_chunk_bytes +
                  kShortChunks);
  const auto checksum_of_none = Checksum128().value();
  for (Entry& entry : tree.entries) {
    Item& item = entry.item;
    if (item.error != 0) {
      // WHY here: nobody opens it any more, and it must not look as if it were
      // not there.
      const Failure failure =
          system_failure(item.error, Stage::walk, item.path);
      metrics_.count(Counter::errors);
      failures_.push_back({item.path, failure.what(), failure.exit_code()});
    } else if (item.kind == ItemKind::file && item.size == 0) {
      item.checksum = checksum_of_none;
    }
  }
}

void Ledger::wrote(const Chunk& chunk) {
  std::lock_guard lock(mutex_);
  // WHY not push_back: positional writers end in any order.
  if (chunks_.size() <= chunk.number) chunks_.resize(chunk.number + 1);
  chunks_[chunk.number] = chunk.entry;
  for (const PlacedSegment& placed : chunk.segments) {
    Item& item = tree_.entries[placed.item].item;
    if (item.segments.empty()) {
      item.segments.reserve(item.size <= small_file_bytes_
                                ? 1
                                : item.size / least_chunk_bytes_ + 4);
    }
    item.segments.push_back(placed.segment);
  }
  for (const ItemEnd& one : chunk.ends) end(one);
}

void Ledger::ended(const std::vector<ItemEnd>& ends) {
  std::lock_guard lock(mutex_);
  for (const ItemEnd& one : ends) end(one);
}

void Ledger::end(const ItemEnd& end) {
  Item& item = tree_.entries[end.item].item;
  item.checksum = end.checksum;
  item.error = end.error;
  if (end.error != 0) {
    metrics_.count(Counter::errors);
    failures_.push_back({item.path, end.why, end.exit_code});
    return;
  }
  item.size = end.size;
  item.mtime = end.mtime;
  metrics_.count(Counter::files_processed);
  if (end.size <= small_file_bytes_) {
    metrics_.record(Timing::small_file_latency, Clock::now() - start_);
  }
}

Index Ledger::copy_index() const {
  std::lock_guard lock(mutex_);
  Index index;
  index.chunks = chunks_;
  index.items.reserve(tree_.entries.size());
  for (const Entry& entry : tree_.entries) {
    index.items.push_back(entry.item);
    if (entry.item.error != 0) index.items.back().segments.clear();
  }
  return index;
}

Index Ledger::take_index() {
  std::lock_guard lock(mutex_);
  Index index;
  index.chunks = std::move(chunks_);
  index.items.reserve(tree_.entries.size());
  for (Entry& entry : tree_.entries) {
    Item& item = entry.item;
    // Chunks of a file that failed later stay, and nothing refers to them.
    if (item.error != 0) item.segments.clear();
    std::sort(item.segments.begin(), item.segments.end(),
              [](const Segment& a, const Segment& b) {
                return a.file_offset < b.file_offset;
              });
    index.items.push_back(std::move(item));
  }
  return index;
}

std::vector<ItemFailure> Ledger::failures() const {
  std::lock_guard lock(mutex_);
  return failures_;
}

}  // namespace hb::pipeline
