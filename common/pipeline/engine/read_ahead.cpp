#include "pipeline/engine/read_ahead.hpp"

#include <fcntl.h>

#include <algorithm>
#include <stop_token>
#include <utility>

namespace hb::pipeline {
namespace {

constexpr std::uint64_t kRequest = 1024 * 1024;  // bytes
// Bytes a nanosecond: a copy from the page cache does 5, a fast disk 3.
constexpr double kAsFastAsMemory = 3.5;

// A token if there is one now: a semaphore gives what is there even after a
// stop.
sync::Expected<sync::Permit> token_at_once(sync::ResourceManager& resources) {
  std::stop_source stopped;
  stopped.request_stop();
  return resources.io_lease(stopped.get_token());
}

}  // namespace

ReadAhead::ReadAhead(std::int64_t most, sync::ResourceManager& resources)
    : resources_(resources),
      ring_(static_cast<std::size_t>(std::max<std::int64_t>(most, 0))) {}

bool ReadAhead::reach(const OpenFile& file, std::size_t bytes) {
  if (item_ != file.item()) {
    forget();
    item_ = file.item();
  }
  const std::uint64_t position = file.position();
  while (count_ > 0 && ring_[first_].end <= position) drop_first();
  const bool was_asked_for = count_ > 0 && position < advised_to_;
  if (!is_cold_ || ring_.empty()) return was_asked_for;

  const std::uint64_t read_to = position + bytes;
  std::uint64_t next = std::max(advised_to_, read_to);
  while (count_ < ring_.size() && next < file.size()) {
    auto token = token_at_once(resources_);
    if (!token) break;
    ::posix_fadvise(file.file().fd(), static_cast<off_t>(next),
                    static_cast<off_t>(kRequest), POSIX_FADV_WILLNEED);
    next += kRequest;
    ring_[(first_ + count_) % ring_.size()] = {next, *std::move(token)};
    ++count_;
  }
  advised_to_ = next;
  return was_asked_for;
}

void ReadAhead::observe(std::size_t bytes, std::chrono::nanoseconds time) {
  if (bytes < kRequest / 4) return;  // too short to tell
  is_cold_ = static_cast<double>(bytes) <
             kAsFastAsMemory * static_cast<double>(time.count());
}

void ReadAhead::forget() {
  while (count_ > 0) drop_first();
  advised_to_ = 0;
  item_ = kNoParent;
}

void ReadAhead::drop_first() {
  ring_[first_].permit.release();
  first_ = (first_ + 1) % ring_.size();
  --count_;
}

}  // namespace hb::pipeline
