#include "pipeline/engine/source.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace hb::pipeline {
namespace {

constexpr std::size_t kStep = 64 * 1024;

std::int32_t error_number(const Failure& failure) {
  if (dynamic_cast<const ChangedFile*>(&failure) != nullptr) return ESTALE;
  switch (failure.kind()) {
    case FailureKind::no_input:
      return ENOENT;
    case FailureKind::permission:
      return EACCES;
    default:
      return EIO;
  }
}

// One call where one is enough: a second one would only say that it was.
std::size_t read_once(const File& file, std::span<std::byte> into) {
  ssize_t bytes = 0;
  do {
    bytes = ::pread(file.fd(), into.data(), into.size(), 0);
  } while (bytes < 0 && errno == EINTR);
  if (bytes < 0) throw system_failure(errno, Stage::read, file.name());
  return static_cast<std::size_t>(bytes);
}

}  // namespace

Source::Source(const Tree& tree, const Plan& plan, SourceOptions options,
               StartAt start, Buffers& buffers,
               sync::ResourceManager& resources, const ChunkTuner& tuner,
               Metrics& metrics)
    : tree_(tree),
      options_(std::move(options)),
      buffers_(buffers),
      resources_(resources),
      tuner_(tuner),
      metrics_(metrics),
      workers_(plan.workers),
      least_chunk_(std::min(plan.least_chunk_bytes, kLeastChunk)),
      tokens_per_file_(plan.tokens_per_file),
      scheduler_(plan.scheduler, options_.large_file_bytes),
      files_(tree),
      read_ahead_(options_.reads_ahead ? resources.io().capacity() - 1 : 0,
                  resources),
      next_number_(start.chunk),
      large_(std::move(start.file)),
      small_limit_(
          std::make_shared<sync::FileLimit>(resources, plan.cpu_tokens)) {
  const auto is_done = [&](std::size_t item) {
    return item < start.done.size() && start.done[item];
  };
  if (large_) {
    item_ = large_->item();
    remaining_ += large_->size() - large_->position();
    limit_ = std::make_shared<sync::FileLimit>(resources, tokens_per_file_);
  }
  for (std::size_t n = 0; n < tree.entries.size(); ++n) {
    const Item& item = tree.entries[n].item;
    if (item.kind != ItemKind::file || item.size == 0 || item.error != 0 ||
        is_done(n) || (large_ && n == item_)) {
      continue;
    }
    scheduler_.add(n, item.size);
    remaining_ += item.size;
  }
}

bool Source::next(Chunk& chunk) {
  if (is_ended_) return false;
  try {
    if (options_.drain.stop_requested()) throw Stopped{};
    begin(chunk);
    fill(chunk);
    chunk.is_last = !has_file() && !open_next(chunk);
  } catch (const Stopped&) {
    is_ended_ = is_interrupted_ = true;
    return false;
  }
  is_ended_ = chunk.is_last;
  // A chunk of no bytes: where all the rest failed, and the chunk before does
  // not say that it was the last. Without a chunk before there is none at all.
  if (chunk.bytes == 0 && chunk.number == 0) {
    left_over_ = std::move(chunk.ends);
    return false;
  }
  ++next_number_;
  if (chunk.limit == nullptr) chunk.limit = small_limit_;
  chunk.raw_bytes = static_cast<std::uint32_t>(chunk.bytes);
  chunk.read_at = Clock::now();
  return true;
}

void Source::begin(Chunk& chunk) {
  target_ = target();
  chunk.number = next_number_;
  chunk.is_last = false;
  chunk.bytes = 0;
  chunk.buffer = buffers_.take();
  chunk.memory = buffers_.room(*chunk.buffer);
}

// Less and less at the end, so that no worker has a whole chunk to do when the
// others have nothing left.
std::size_t Source::target() {
  const std::size_t most = tuner_.chunk_bytes();
  if (!options_.shrinks_at_end) return most;
  const std::uint64_t share = remaining_ / (2 * workers_) / kStep * kStep;
  return std::max(
      static_cast<std::size_t>(std::min<std::uint64_t>(share, most)),
      std::min(most, 2 * least_chunk_));
}

void Source::fill(Chunk& chunk) {
  while (chunk.bytes < target_) {
    if (!has_file() && !open_next(chunk)) return;
    if (!read_some(chunk)) break;
  }
  chunk.is_whole = chunk.bytes + kStep > tuner_.chunk_bytes();
}

// False: there is none left that has data.
bool Source::open_next(Chunk& chunk) {
  while (const auto turn = scheduler_.next()) {
    item_ = turn->item;
    try {
      open(*turn);
      if (!large_ || large_->data_left() > 0) return true;
      const std::uint64_t size = large_->size();  // all of it is a hole
      const std::int64_t mtime = large_->mtime();
      large_->check_unchanged();
      end_item(chunk, {.item = item_,
                       .checksum = large_->checksum(),
                       .size = size,
                       .mtime = mtime,
                       .why = {}});
    } catch (const Failure& failure) {
      fail_item(chunk, failure);
    }
  }
  return false;
}

void Source::open(const Scheduler::Turn& turn) {
  is_whole_turn_ = turn.whole;
  if (parked_ && parked_->item() == turn.item) {
    large_ = std::exchange(parked_, std::nullopt);
    limit_ = std::exchange(parked_limit_, nullptr);
    return;
  }
  const Entry& entry = tree_.entries[turn.item];
  File file = files_.open(turn.item);
  // WHY not sparse ones: SEEK_DATA costs more than one read.
  if (entry.item.size <= options_.small_file_bytes && !entry.is_sparse) {
    small_ = std::move(file);
    return;
  }
  large_.emplace(turn.item, std::move(file));
  limit_ = std::make_shared<sync::FileLimit>(resources_, tokens_per_file_);
}

// False: what comes next does not fit, and the chunk is done.
bool Source::read_some(Chunk& chunk) {
  const std::size_t bytes_before = chunk.bytes;
  const std::size_t segments_before = chunk.segments.size();
  try {
    if (small_) return read_small(chunk);
    read_large(chunk);
    return true;
  } catch (const Failure& failure) {
    // What this chunk has of the item would be referred to by nobody.
    chunk.bytes = bytes_before;
    chunk.segments.resize(segments_before);
    std::erase_if(chunk.segments,
                  [&](const PlacedSegment& s) { return s.item == item_; });
    fail_item(chunk, failure);
    return true;
  }
}

bool Source::read_small(Chunk& chunk) {
  const Entry& entry = tree_.entries[item_];
  const std::size_t size = entry.item.size;
  if (chunk.bytes + size > target_) {
    if (chunk.bytes > 0) return false;
    large_.emplace(item_, std::exchange(small_, File()));
    limit_ = small_limit_;
    return true;
  }
  // WHY one byte more: a file that has grown shows it. There is room for it,
  // since a buffer can hold a chunk that has not shrunk, and its header.
  const auto room = chunk.memory.subspan(chunk.bytes, size + 1);
  std::size_t bytes = 0;
  {
    const sync::Permit permit = io_permit();
    bytes = read_once(small_, room);
    if (bytes < size) bytes += small_.read(room.subspan(bytes), bytes);
  }
  if (bytes != size) throw ChangedFile(entry.item.path);
  small_checksum_.reset();
  small_checksum_.update(room.first(size));
  const auto segment_bytes = static_cast<std::uint32_t>(size);
  chunk.segments.push_back(
      {item_,
       {chunk.number, static_cast<std::uint32_t>(chunk.bytes), segment_bytes,
        0}});
  chunk.bytes += size;
  remaining_ -= std::min<std::uint64_t>(remaining_, size);
  metrics_.count(Counter::fast_path_files);
  end_item(chunk, {.item = item_,
                   .checksum = small_checksum_.value(),
                   .size = size,
                   .mtime = entry.item.mtime,
                   .why = {}});
  return true;
}

void Source::read_large(Chunk& chunk) {
  OpenFile& file = *large_;
  const auto bytes = static_cast<std::size_t>(
      std::min<std::uint64_t>(file.data_left(), target_ - chunk.bytes));
  const Segment segment = {chunk.number,
                           static_cast<std::uint32_t>(chunk.bytes),
                           static_cast<std::uint32_t>(bytes), file.position()};
  const auto room = chunk.memory.subspan(chunk.bytes, bytes);
  {
    const sync::Permit permit =
        read_ahead_.reach(file, bytes) ? sync::Permit() : io_permit();
    const auto before = Clock::now();
    file.read(room);
    read_ahead_.observe(bytes, Clock::now() - before);
  }
  metrics_.count(Counter::io_reads);
  chunk.segments.push_back({item_, segment});
  chunk.bytes += bytes;
  chunk.limit = limit_;
  remaining_ -= std::min<std::uint64_t>(remaining_, bytes);
  if (file.data_left() == 0) {
    file.check_unchanged();
    end_item(chunk, {.item = item_,
                     .checksum = file.checksum(),
                     .size = file.size(),
                     .mtime = file.mtime(),
                     .why = {}});
  } else if (!is_whole_turn_ && chunk.bytes == target_) {
    scheduler_.give_back(item_);
    parked_ = std::exchange(large_, std::nullopt);
    parked_limit_ = std::exchange(limit_, nullptr);
  }
}

void Source::end_item(Chunk& chunk, ItemEnd end) {
  chunk.ends.push_back(std::move(end));
  small_ = File();
  large_.reset();
  limit_.reset();
  read_ahead_.forget();
}

// REQUIRES: called by the handler of `failure`.
void Source::fail_item(Chunk& chunk, const Failure& failure) {
  if (options_.stops_on_error) throw;
  end_item(chunk, {.item = item_,
                   .error = error_number(failure),
                   .exit_code = failure.exit_code(),
                   .why = failure.what()});
}

sync::Permit Source::io_permit() {
  const auto before = Clock::now();
  auto permit = resources_.io_lease(options_.stop);
  if (!permit) throw Stopped{};
  metrics_.record(Timing::io_permit_wait, Clock::now() - before);
  const sync::MeteredSemaphore& io = resources_.io();
  metrics_.set(Gauge::io_permits_available, io.capacity() - io.in_use());
  return *std::move(permit);
}

}  // namespace hb::pipeline
