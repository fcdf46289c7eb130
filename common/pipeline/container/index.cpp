#include "pipeline/container/index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "pipeline/container/bytes.hpp"
#include "pipeline/container/checksum.hpp"
#include "pipeline/container/sealed_block.hpp"

namespace hb::pipeline {
namespace {

constexpr std::size_t kTrailerFieldBytes = 32;

Failure damaged_index(std::string_view text) {
  return Failure(FailureKind::damaged, Stage::index, "index",
                 fmt::format("{}: take another copy of the container", text));
}

std::size_t encoded_bytes(const Index& index) {
  return std::accumulate(
      index.items.begin(), index.items.end(),
      2 * sizeof(std::uint64_t) + index.chunks.size() * kEntryBytes,
      [](std::size_t sum, const Item& item) {
        return sum + kLeastItemBytes + item.path.size() + item.target.size() +
               item.segments.size() * kSegmentBytes;
      });
}

void put_item(ByteWriter& writer, const Item& item) {
  writer.put(static_cast<std::uint8_t>(item.kind));
  writer.put(std::uint8_t{0});
  writer.put(std::uint16_t{0});
  writer.put(item.error);
  writer.put(item.mode);
  writer.put(item.mtime);
  writer.put(item.size);
  writer.put(item.checksum);
  writer.put(static_cast<std::uint32_t>(item.path.size()));
  writer.put(static_cast<std::uint32_t>(item.target.size()));
  writer.put(std::uint64_t{item.segments.size()});
  writer.put(bytes_of(item.path));
  writer.put(bytes_of(item.target));
  for (const Segment& segment : item.segments) {
    writer.put(segment.chunk);
    writer.put(segment.chunk_offset);
    writer.put(segment.bytes);
    writer.put(segment.file_offset);
  }
}

// How many there are; checked against what is left, so that it can be
// allocated.
std::size_t get_count(std::uint64_t count, std::size_t least_bytes,
                      const ByteReader& reader) {
  if (count > reader.left() / least_bytes) {
    throw damaged_index(fmt::format("it cannot hold {} entries", count));
  }
  return static_cast<std::size_t>(count);
}

ChunkEntry get_entry(ByteReader& reader) {
  ChunkEntry entry;
  entry.offset = reader.get<std::uint64_t>();
  entry.raw_bytes = reader.get<std::uint32_t>();
  entry.stored_bytes = reader.get<std::uint32_t>();
  entry.flags = reader.get<std::uint32_t>();
  entry.tag = reader.get_array<kTagBytes>();
  return entry;
}

Segment get_segment(ByteReader& reader) {
  Segment segment;
  segment.chunk = reader.get<std::uint64_t>();
  segment.chunk_offset = reader.get<std::uint32_t>();
  segment.bytes = reader.get<std::uint32_t>();
  segment.file_offset = reader.get<std::uint64_t>();
  return segment;
}

std::string get_text(ByteReader& reader, std::size_t size) {
  const std::span<const std::byte> bytes = reader.take(size);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Item get_item(ByteReader& reader) {
  Item item;
  const auto kind = reader.get<std::uint8_t>();
  if (kind > 2)
    throw damaged_index(fmt::format("it has an item of kind {}", kind));
  item.kind = static_cast<ItemKind>(kind);
  const auto zero = reader.get<std::uint8_t>();
  if (zero != 0 || reader.get<std::uint16_t>() != 0) {
    throw damaged_index("an item has bytes that should be 0");
  }
  item.error = reader.get<std::int32_t>();
  item.mode = reader.get<std::uint32_t>();
  item.mtime = reader.get<std::int64_t>();
  item.size = reader.get<std::uint64_t>();
  item.checksum = reader.get_array<16>();
  const auto path_bytes = reader.get<std::uint32_t>();
  const auto target_bytes = reader.get<std::uint32_t>();
  const auto segments = reader.get<std::uint64_t>();
  item.path = get_text(reader, path_bytes);
  item.target = get_text(reader, target_bytes);
  item.segments.resize(get_count(segments, kSegmentBytes, reader));
  for (Segment& segment : item.segments) segment = get_segment(reader);
  return item;
}

}  // namespace

std::vector<std::byte> encode_index(const Index& index) {
  std::vector<std::byte> bytes(encoded_bytes(index));
  ByteWriter writer(bytes);
  writer.put(std::uint64_t{index.chunks.size()});
  for (const ChunkEntry& entry : index.chunks) {
    writer.put(entry.offset);
    writer.put(entry.raw_bytes);
    writer.put(entry.stored_bytes);
    writer.put(entry.flags);
    writer.put(entry.tag);
  }
  writer.put(std::uint64_t{index.items.size()});
  for (const Item& item : index.items) put_item(writer, item);
  return bytes;
}

Index decode_index(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  Index index;
  const auto chunks = reader.get<std::uint64_t>();
  index.chunks.resize(get_count(chunks, kEntryBytes, reader));
  for (ChunkEntry& entry : index.chunks) entry = get_entry(reader);
  const auto items = reader.get<std::uint64_t>();
  index.items.resize(get_count(items, kLeastItemBytes, reader));
  for (Item& item : index.items) item = get_item(reader);
  if (reader.left() != 0)
    throw damaged_index("something follows its last item");
  return index;
}

std::vector<std::byte> seal_index(const ContainerKeys& keys, const Index& index,
                                  std::uint64_t offset) {
  const std::vector<std::byte> raw = encode_index(index);
  std::array<std::byte, kTrailerBytes> trailer{};
  ByteWriter writer(trailer);
  writer.put(offset);
  // WHY 0: how long the block is shows when it is made; what was read as its
  // length is authenticated since the tag is found by it.
  writer.put(std::uint64_t{0});
  writer.put(std::uint64_t{raw.size()});
  writer.put(std::uint64_t{index.items.size()});
  std::vector<std::byte> block =
      seal_block(keys, std::span(trailer).first(kTrailerFieldBytes), raw);
  ByteWriter(std::span(trailer).subspan(8)).put(std::uint64_t{block.size()});
  writer.put(checksum64(std::span(trailer).first(kTrailerFieldBytes)));
  writer.put(bytes_of({kTrailerMagic.data(), kTrailerMagic.size()}));
  block.insert(block.end(), trailer.begin(), trailer.end());
  return block;
}

Trailer decode_trailer(std::span<const std::byte, kTrailerBytes> bytes,
                       std::uint64_t container_bytes) {
  ByteReader reader(bytes);
  Trailer trailer;
  trailer.index_offset = reader.get<std::uint64_t>();
  trailer.stored_bytes = reader.get<std::uint64_t>();
  trailer.raw_bytes = reader.get<std::uint64_t>();
  trailer.items = reader.get<std::uint64_t>();
  const auto checksum = reader.get<std::uint64_t>();
  if (!std::ranges::equal(reader.take(8),
                          bytes_of({kTrailerMagic.data(), 8}))) {
    throw damaged_index(
        "the container does not end with one: it is cut short, or "
        "something was appended");
  }
  if (checksum != checksum64(bytes.first(kTrailerFieldBytes))) {
    throw damaged_index("the trailer's checksum differs");
  }
  const std::uint64_t end = container_bytes - kTrailerBytes;
  // WHY a limit: a file of holes may be long, and its index would be read.
  if (trailer.index_offset < kHeaderBytes || trailer.index_offset > end ||
      trailer.stored_bytes > kMostIndexBytes + 64 ||
      trailer.stored_bytes != end - trailer.index_offset) {
    throw damaged_index("it is not where the trailer says");
  }
  return trailer;
}

Index open_index(const ContainerKeys& keys,
                 std::span<const std::byte, kTrailerBytes> trailer,
                 std::span<std::byte> block) {
  std::array<std::byte, kTrailerFieldBytes> associated{};
  std::ranges::copy(trailer.first(kTrailerFieldBytes), associated.begin());
  const Trailer fields =
      decode_trailer(trailer, ByteReader(trailer).get<std::uint64_t>() +
                                  block.size() + kTrailerBytes);
  // The stored length follows from the others; see seal_index().
  ByteWriter(std::span(associated).subspan(8)).put(std::uint64_t{0});
  const std::vector<std::byte> raw =
      open_block(keys, associated, block, fields.raw_bytes, "index");
  Index index = decode_index(raw);
  if (index.items.size() != fields.items) {
    throw damaged_index("it has not as many items as the trailer says");
  }
  return index;
}

}  // namespace hb::pipeline
