#include "pipeline/container/index_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "pipeline/container/codec.hpp"
#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

constexpr std::uint32_t kModeBits = 07777;
constexpr auto kMostFileBytes =
    static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

// Not for a line of text as it is: a hostile path may hold an escape sequence.
Failure damaged_entry(std::string_view item, std::string_view text) {
  return Failure(FailureKind::damaged, Stage::index, item,
                 fmt::format("{}: take another copy of the container", text));
}

void check_chunk(const ChunkEntry& chunk, std::size_t number, bool is_last,
                 const Header& header) {
  const bool plain = (chunk.flags & kStoredPlain) != 0;
  const bool fits =
      plain ? chunk.stored_bytes == chunk.raw_bytes
            : header.compressed && chunk.stored_bytes < chunk.raw_bytes;
  const bool says_last = (chunk.flags & kLastChunk) != 0;
  const bool known = (chunk.flags & ~(kStoredPlain | kLastChunk)) == 0;
  if (!fits || !known || says_last != is_last ||
      chunk.raw_bytes > header.largest_chunk) {
    throw damaged_entry(fmt::format("chunk {}", number),
                        "its entry is impossible");
  }
}

void check_chunks(std::span<const ChunkEntry> chunks, const Header& header,
                  std::uint64_t index_offset) {
  // WHY sorted: records lie in the order in which they were finished.
  std::vector<std::size_t> order(chunks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto offset = [&](std::size_t n) { return chunks[n].offset; };
  if (!std::ranges::is_sorted(order, {}, offset)) {
    std::ranges::sort(order, {}, offset);
  }
  std::uint64_t end = kHeaderBytes;
  for (const std::size_t n : order) {
    check_chunk(chunks[n], n, n + 1 == chunks.size(), header);
    if (chunks[n].offset != end) {
      throw damaged_entry(fmt::format("chunk {}", n),
                          "its record is elsewhere");
    }
    end += record_bytes(header, chunks[n].stored_bytes);
  }
  if (end != index_offset) {
    throw damaged_entry("index", "bytes before it belong to no chunk");
  }
}

void check_fields(const Item& item, std::size_t number) {
  const bool is_link = item.kind == ItemKind::link;
  const bool packed_link = is_link && item.error == 0;
  if (item.error < 0 || (item.mode & ~kModeBits) != 0 ||
      item.size > kMostFileBytes ||
      (item.kind != ItemKind::file && !item.segments.empty()) ||
      (!is_link && !item.target.empty()) ||
      (packed_link && item.target.empty()) ||
      item.target.find('\0') != std::string::npos) {
    throw damaged_entry(fmt::format("item {}", number),
                        "its entry is impossible");
  }
}

void check_segments(const Item& item, std::size_t number,
                    std::span<const ChunkEntry> chunks) {
  const Segment* before = nullptr;
  for (const Segment& segment : item.segments) {
    const bool in_chunk = segment.chunk < chunks.size() &&
                          std::uint64_t{segment.chunk_offset} + segment.bytes <=
                              chunks[segment.chunk].raw_bytes;
    const bool in_file = segment.file_offset <= item.size &&
                         segment.bytes <= item.size - segment.file_offset;
    const bool in_order =
        before == nullptr ||
        (before->file_offset + before->bytes <= segment.file_offset &&
         before->chunk <= segment.chunk);
    if (segment.bytes == 0 || !in_chunk || !in_file || !in_order) {
      throw damaged_entry(fmt::format("item {}", number),
                          "its pieces do not fit");
    }
    before = &segment;
  }
}

// WHY: with shared bytes a small container could become any number of files.
void check_disjoint(const Index& index) {
  std::vector<const Segment*> all;
  for (const Item& item : index.items) {
    for (const Segment& segment : item.segments) all.push_back(&segment);
  }
  const auto place = [](const Segment* segment) {
    return std::pair(segment->chunk, segment->chunk_offset);
  };
  if (!std::ranges::is_sorted(all, {}, place)) {
    std::ranges::sort(all, {}, place);
  }
  for (std::size_t n = 1; n < all.size(); ++n) {
    if (all[n - 1]->chunk == all[n]->chunk &&
        all[n - 1]->chunk_offset + all[n - 1]->bytes > all[n]->chunk_offset) {
      throw damaged_entry("index", "two files share a piece");
    }
  }
}

void check_paths(std::span<const Item> items) {
  std::unordered_set<std::string_view> paths;
  std::unordered_set<std::string_view> directories;
  for (std::size_t n = 0; n < items.size(); ++n) {
    const std::string_view path = items[n].path;
    const std::size_t slash = path.rfind('/');
    // The root is the first, and has no directory of its own.
    const bool below = slash == std::string_view::npos
                           ? n == 0
                           : directories.contains(path.substr(0, slash));
    if (!is_safe_path(path) || !below || !paths.insert(path).second) {
      throw damaged_entry(fmt::format("item {}", n),
                          "its path leads elsewhere, or is there twice");
    }
    if (items[n].kind == ItemKind::directory) directories.insert(path);
  }
}

}  // namespace

bool is_safe_path(std::string_view path) {
  if (path.find('\0') != std::string_view::npos) return false;
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    if (name.empty() || name == "." || name == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

void check_index(const Index& index, const Header& header,
                 std::uint64_t index_offset) {
  check_chunks(index.chunks, header, index_offset);
  for (std::size_t n = 0; n < index.items.size(); ++n) {
    check_fields(index.items[n], n);
    check_segments(index.items[n], n, index.chunks);
  }
  check_paths(index.items);
  check_disjoint(index);
}

}  // namespace hb::pipeline
