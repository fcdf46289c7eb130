// The bytes of a container, version 1. Little-endian throughout.
//
//   header 104 | record | record | ... | index block | trailer 48
//
// The book's chapter 22 has the same as tables.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/options.hpp"

namespace hb::pipeline {

inline constexpr std::array<char, 8> kHeaderMagic = {'H', 'B', 'P',  'I',
                                                     'P', 'E', '\r', '\n'};
inline constexpr std::array<char, 8> kTrailerMagic = {'H', 'B', 'P', 'I',
                                                      'P', 'E', 'N', 'D'};
inline constexpr std::uint16_t kVersion = 1;
inline constexpr std::size_t kHeaderBytes = 104;
inline constexpr std::size_t kAuthenticatedHeaderBytes = 64;
inline constexpr std::size_t kRecordHeaderBytes = 24;
inline constexpr std::size_t kTrailerBytes = 48;
inline constexpr std::size_t kSaltBytes = 32;
inline constexpr std::size_t kTagBytes = 16;      // with a key
inline constexpr std::size_t kChecksumBytes = 8;  // without: xxh64
inline constexpr std::uint64_t kIndexNumber = ~std::uint64_t{0};
// WHY a limit: a reader must not be made to allocate by a forged length.
inline constexpr std::uint32_t kMostChunkBytes = 64u << 20;

enum class KeyDerivation : std::uint8_t {
  none = 0,
  key_file = 1,
  argon2id = 2
};

struct Header {
  bool compressed = true;
  Cipher cipher = Cipher::none;
  KeyDerivation derivation = KeyDerivation::none;
  std::uint8_t level = 0;
  std::uint32_t largest_chunk = 0;  // raw bytes
  std::uint32_t argon2_passes = 0;
  std::uint64_t argon2_bytes = 0;
  std::array<std::byte, kSaltBytes> salt{};
};

inline constexpr std::uint32_t kStoredPlain = 1;  // not compressed
inline constexpr std::uint32_t kLastChunk = 2;

struct RecordHeader {
  std::uint64_t index = 0;
  std::uint32_t raw_bytes = 0;
  std::uint32_t stored_bytes = 0;  // of the payload
  std::uint32_t flags = 0;
};

// Where a chunk is, and which one it must be.
struct ChunkEntry {
  std::uint64_t offset = 0;  // of the record, from the container's start
  std::uint32_t raw_bytes = 0;
  std::uint32_t stored_bytes = 0;
  std::uint32_t flags = 0;
  std::array<std::byte, kTagBytes> tag{};  // or xxh64 and zeros

  bool operator==(const ChunkEntry&) const = default;
};

enum class ItemKind : std::uint8_t { file = 0, directory = 1, link = 2 };

// A piece of a file and where in the chunks it is.
struct Segment {
  std::uint64_t chunk = 0;
  std::uint32_t chunk_offset = 0;
  std::uint32_t bytes = 0;
  std::uint64_t file_offset = 0;

  bool operator==(const Segment&) const = default;
};

struct Item {
  ItemKind kind = ItemKind::file;
  std::int32_t error = 0;  // 0: packed; else the errno that hindered it
  std::uint32_t mode = 0;  // permission bits
  std::int64_t mtime = 0;  // ns since 1970
  std::uint64_t size = 0;  // of a file, holes included
  std::string path;        // any bytes but 0; relative, begins with the root
  std::string target;      // of a symbolic link
  std::array<std::byte, 16> checksum{};  // XXH3-128 of the segments' raw bytes
  std::vector<Segment> segments;         // in the order of file offsets

  bool operator==(const Item&) const = default;
};

// Items: parents before their children.
struct Index {
  std::vector<ChunkEntry> chunks;
  std::vector<Item> items;

  bool operator==(const Index&) const = default;
};

}  // namespace hb::pipeline
