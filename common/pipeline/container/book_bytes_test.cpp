// Reads a small container by the tables of the book's page on containers, field
// after field, and holds what the page prints against it.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/container/samples.hpp"
#include "pipeline/stored_run.hpp"

namespace hb::pipeline {
namespace {

using samples::Bytes;

constexpr std::string_view kContent = "Hello, reader\n";

// One file, without a key: no byte of it is random.
Bytes a_small_container(Index& index) {
  samples::Draft draft{
      .header = samples::header_for(Cipher::none), .chunks = {}, .index = {}};
  const auto bytes = std::as_bytes(std::span(kContent));
  draft.chunks.emplace_back(bytes.begin(), bytes.end());
  draft.index.items.push_back(
      samples::item(ItemKind::file, "hi", kContent.size(),
                    {{0, 0, std::uint32_t{kContent.size()}, 0}}));
  draft.fix_checksums();
  const Bytes container = draft.seal({});
  index = draft.index;
  return container;
}

struct Field {
  std::size_t bytes;
  std::string_view name;
  bool varies = false;  // with the version of zstd
};

std::string hex(std::span<const std::byte> bytes) {
  std::string text;
  for (const std::byte byte : bytes) {
    text += fmt::format("{:02x} ", static_cast<unsigned>(byte));
  }
  text.pop_back();
  return text;
}

std::string shown(std::span<const std::byte> bytes, bool varies) {
  if (varies) return fmt::format(".. x {}", bytes.size());
  const bool is_zero = std::ranges::all_of(
      bytes, [](std::byte byte) { return byte == std::byte{0}; });
  if (is_zero && bytes.size() > 4) return fmt::format("00 x {}", bytes.size());
  return hex(bytes);
}

// A line a field, sixteen bytes at most to a line. `bytes` must be all of it.
std::string table(std::string_view title, std::span<const std::byte> bytes,
                  const std::vector<Field>& fields) {
  std::string text = fmt::format("{}, {} bytes\n", title, bytes.size());
  std::size_t at = 0;
  for (const Field& field : fields) {
    if (at + field.bytes > bytes.size()) {
      ADD_FAILURE() << title << " ends before " << field.name;
      return text;
    }
    const auto all = bytes.subspan(at, field.bytes);
    text += fmt::format(
        "{:5}  {:<47}  {}\n", at,
        shown(all.first(std::min<std::size_t>(16, all.size())), field.varies),
        field.name);
    at += field.bytes;
  }
  EXPECT_EQ(at, bytes.size()) << title << " goes on behind its last field";
  return text;
}

const std::vector<Field> kHeaderFields = {{8, "magic"},
                                          {2, "version"},
                                          {2, "flags: compressed"},
                                          {1, "cipher: none"},
                                          {1, "key derivation: none"},
                                          {1, "level of zstd"},
                                          {1, "zero"},
                                          {4, "raw bytes of the largest chunk"},
                                          {4, "Argon2id: passes"},
                                          {8, "Argon2id: bytes of memory"},
                                          {16, "salt, first half"},
                                          {16, "salt, second half"},
                                          {16, "authentication, first half"},
                                          {16, "authentication, second half"},
                                          {8, "xxh64 of bytes 0 to 95"}};

const std::vector<Field> kRecordFields = {{8, "index"},
                                          {4, "raw bytes"},
                                          {4, "stored bytes"},
                                          {4, "flags: stored plain, last"},
                                          {4, "zero"},
                                          {14, "payload: \"Hello, reader\\n\""},
                                          {8, "xxh64 of all before"}};

const std::vector<Field> kIndexFields = {{8, "chunks"},
                                         {8, "chunk 0: offset of its record"},
                                         {4, "raw bytes"},
                                         {4, "stored bytes"},
                                         {4, "flags"},
                                         {16, "its xxh64, then zeros"},
                                         {8, "items"},
                                         {1, "item 0: kind, a file"},
                                         {3, "zero"},
                                         {4, "errno: packed"},
                                         {4, "mode"},
                                         {8, "time of modification"},
                                         {8, "size"},
                                         {16, "XXH3-128 of the content"},
                                         {4, "bytes of the path"},
                                         {4, "bytes of the link's target"},
                                         {8, "segments"},
                                         {2, "path: \"hi\""},
                                         {8, "segment 0: chunk"},
                                         {4, "offset in it"},
                                         {4, "bytes"},
                                         {8, "offset in the file"}};

const std::vector<Field> kTrailerFields = {{8, "offset of the index block"},
                                           {8, "its stored bytes", true},
                                           {8, "its raw bytes"},
                                           {8, "items"},
                                           {8, "xxh64 of bytes 0 to 31", true},
                                           {8, "magic"}};

TEST(BookOfTheContainer, ShowsEveryByteOfASmallOne) {
  Index index;
  const Bytes container = a_small_container(index);
  const std::span<const std::byte> bytes(container);
  const std::size_t record =
      kRecordHeaderBytes + kContent.size() + kChecksumBytes;
  expect_stored_run(
      "22_container.txt",
      table("header", bytes.first(kHeaderBytes), kHeaderFields) +
          table("record", bytes.subspan(kHeaderBytes, record), kRecordFields) +
          table("index, raw", encode_index(index), kIndexFields) +
          table("trailer", bytes.last(kTrailerBytes), kTrailerFields));
}

}  // namespace
}  // namespace hb::pipeline
