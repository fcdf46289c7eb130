// What goes through the pipeline: some raw bytes, later their record.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pipeline/container/layout.hpp"
#include "pipeline/flow/window.hpp"
#include "sync/buffer_pool.hpp"
#include "sync/resource_manager.hpp"

namespace hb::pipeline {

using Clock = std::chrono::steady_clock;

// A piece of an item, in the chunk that carries the two.
struct PlacedSegment {
  std::size_t item = 0;
  Segment segment;
};

// What became of an item. It travels with the chunk that has the item's last
// bytes, so that it is known to be done when they are written.
struct ItemEnd {
  std::size_t item = 0;
  std::array<std::byte, 16> checksum{};
  std::uint64_t size = 0;
  std::int64_t mtime = 0;
  std::int32_t error = 0;
  int exit_code = 0;  // with an error
  std::string why;    // with an error, for people
};

struct Chunk {
  // WHY so many: enough for pieces of large files. Packs of small files take
  // more, and keep it.
  Chunk() {
    segments.reserve(16);
    ends.reserve(16);
  }

  std::uint64_t number = 0;
  bool is_last = false;
  bool is_whole = false;  // as large as it should be: its time tells something
  std::optional<sync::Buffer> buffer;  // the raw bytes, then the record
  std::span<std::byte> memory;         // what of it can be used
  std::size_t bytes = 0;               // how many of them are
  std::uint32_t raw_bytes = 0;
  std::vector<PlacedSegment> segments;
  std::vector<ItemEnd> ends;
  std::shared_ptr<sync::FileLimit> limit;  // of the file that it is of
  ChunkEntry entry;
  Clock::time_point read_at;    // when it was ready to be worked on
  Clock::time_point sealed_at;  // when it was ready to be written

  std::span<std::byte> used() const { return memory.first(bytes); }

  // As it goes back to the window: its vectors keep their memory.
  void release() noexcept {
    buffer.reset();
    limit.reset();
    segments.clear();
    ends.clear();
    bytes = 0;
  }
};

using HeldChunk = Held<Chunk>;

}  // namespace hb::pipeline
