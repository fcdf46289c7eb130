// The bytes of a container, version 1. Little-endian throughout; u64 is eight
// bytes, unsigned. The book's chapter 22 has the same as tables.
//
//   header 104 | record | record | ... | index block | trailer 48
//
// Header
//    0   8  magic "HBPIPE\r\n"
//    8  u16 version, 1
//   10  u16 flags: 1 compressed, 2 encrypted
//   12  u8  cipher: 0 none, 1 AES-256-GCM, 2 XChaCha20-Poly1305
//   13  u8  key derivation: 0 none, 1 key file, 2 Argon2id
//   14  u8  level of zstd
//   15  u8  0
//   16  u32 raw bytes of the largest chunk, at most 64 MiB
//   20  u32 Argon2id: passes
//   24  u64 Argon2id: bytes of memory
//   32  32  salt, random; Argon2id takes the first 16 bytes of it
//   64  32  BLAKE2b-256 of bytes 0..63 under the header key; 0 without a key
//   96  u64 xxh64 of bytes 0..95
//
// Keys, 32 bytes each: `master` is BLAKE2b-256 of the key file's bytes, or
// Argon2id of the passphrase. The keys of header, content and index are
// BLAKE2b-256 under `master` of a label ("happens-before pipeline header",
// "... content", "... index") and the header's bytes 0..63.
//
// Record: a chunk of the raw stream
//    0  u64 index of the chunk, from 0
//    8  u32 raw bytes
//   12  u32 stored bytes: those of the payload
//   16  u32 flags: 1 payload not compressed, 2 last chunk
//   20  u32 0
//   24      nonce, random: 12 bytes, or 24 with XChaCha20; none without a key
//           payload: a zstd frame, or raw bytes; encrypted with a key
//           tag 16, its associated data bytes 0..23;
//           without a key xxh64 of bytes 0..23 and the payload
//
// Index block: nonce | payload | tag, under the index key; its associated data
// are the trailer's bytes 0..31 with 0 for the stored bytes, which are not
// known before. Without a key: payload | xxh64 of two numbers, the xxh64 of
// those 32 bytes and that of the payload. The payload is a zstd frame, or plain
// where it is as long as the raw index, which is:
//   u64 chunks, then for each of them
//        u64 offset of the record, u32 raw bytes, u32 stored bytes, u32 flags,
//        16 the record's tag, or xxh64 and zeros
//   u64 items, then for each of them
//        u8 kind (0 file, 1 directory, 2 symbolic link), 3 zero,
//        i32 errno (0: packed), u32 mode, i64 time of modification in ns,
//        u64 size, 16 XXH3-128, u32 bytes of the path, u32 bytes of the link's
//        target, u64 segments; path; target; then for each segment
//             u64 chunk, u32 offset in it, u32 bytes, u64 offset in the file
//
// Trailer
//    0  u64 offset of the index block
//    8  u64 its stored bytes
//   16  u64 its raw bytes
//   24  u64 items
//   32  u64 xxh64 of bytes 0..31
//   40   8  magic "HBPIPEND"
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
inline constexpr std::size_t kEntryBytes = 36;    // of the index, a chunk
inline constexpr std::size_t kLeastItemBytes = 60;
inline constexpr std::size_t kSegmentBytes = 24;
// WHY limits: a reader must not be made to allocate by a forged length.
inline constexpr std::uint32_t kMostChunkBytes = 64u << 20;
inline constexpr std::uint64_t kMostIndexBytes = 1ull << 32;  // raw
inline constexpr std::uint64_t kMostIndexRatio = 1024;        // raw / payload
inline constexpr std::uint64_t kMostArgon2Bytes = 1ull << 30;
inline constexpr std::uint32_t kMostArgon2Passes = 16;

enum class KeyDerivation : std::uint8_t {
  none = 0,
  key_file = 1,
  argon2id = 2
};

struct Header {
  bool compressed = true;
  Cipher cipher = Cipher::none;
  KeyDerivation derivation = KeyDerivation::none;
  std::uint8_t level = 3;
  std::uint32_t largest_chunk = 0;  // raw bytes
  std::uint32_t argon2_passes = 0;
  std::uint64_t argon2_bytes = 0;
  std::array<std::byte, kSaltBytes> salt{};

  bool operator==(const Header&) const = default;
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
