// What the tests of containers share: keys, bytes, small containers in memory.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/container/checksum.hpp"
#include "pipeline/container/codec.hpp"
#include "pipeline/container/index.hpp"
#include "pipeline/files/file.hpp"

namespace hb::pipeline::samples {

using Bytes = std::vector<std::byte>;

inline Secret secret(std::uint8_t first) {
  Secret secret;
  secret.bytes()[0] = std::byte{first};
  return secret;
}

// Cipher::none: a header without a key.
inline Header header_for(Cipher cipher, std::uint32_t largest = 4096) {
  Header header;
  header.cipher = cipher;
  if (cipher != Cipher::none) {
    header.derivation = KeyDerivation::key_file;
    header.salt[7] = std::byte{77};
  }
  header.largest_chunk = largest;
  return header;
}

// Text compresses, noise does not.
inline Bytes some_text(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t n = 0; n < size; ++n) {
    bytes[n] = static_cast<std::byte>('a' + (n * n / 16) % 7);
  }
  return bytes;
}
inline Bytes noise(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Bytes bytes(size);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
  return bytes;
}

// A file that is nowhere but in memory, with a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::span<const std::byte> bytes)
      : file_(::memfd_create("container", MFD_CLOEXEC), Stage::write,
              "memory") {
    file_.write(bytes, 0);
  }
  std::filesystem::path path() const {
    return "/proc/self/fd/" + std::to_string(file_.fd());
  }

 private:
  File file_;
};

// A container before it is bytes: for tests that forge one.
struct Draft {
  Header header;
  std::vector<Bytes> chunks;  // raw
  Index index;                // seal() fills in index.chunks

  // Where the record of a chunk ends is where the next begins.
  Bytes seal(const Secret& master) {
    const ContainerKeys keys(header, master);
    Sealer sealer(keys);
    Bytes bytes(keys.header_bytes().begin(), keys.header_bytes().end());
    index.chunks.resize(chunks.size());
    for (std::size_t n = 0; n < chunks.size(); ++n) {
      Bytes record(sealed_bound(header, chunks[n].size()));
      record.resize(sealer.seal(n, n + 1 == chunks.size(), chunks[n], record,
                                index.chunks[n]));
      index.chunks[n].offset = bytes.size();
      bytes.insert(bytes.end(), record.begin(), record.end());
    }
    return with_index(std::move(bytes), keys);
  }
  // The index as it is now behind records that are there.
  Bytes with_index(Bytes bytes, const ContainerKeys& keys) const {
    const Bytes end = seal_index(keys, index, bytes.size());
    bytes.insert(bytes.end(), end.begin(), end.end());
    return bytes;
  }

  // The item's content from its segments, and its checksum.
  void fix_checksums() {
    for (Item& item : index.items) {
      Checksum128 checksum;
      for (const Segment& segment : item.segments) {
        checksum.update(std::span(chunks[segment.chunk])
                            .subspan(segment.chunk_offset, segment.bytes));
      }
      item.checksum = checksum.value();
    }
  }
};

inline Item item(ItemKind kind, std::string path, std::uint64_t size = 0,
                 std::vector<Segment> segments = {}) {
  Item item;
  item.kind = kind;
  item.mode = kind == ItemKind::directory ? 0750 : 0640;
  item.mtime = 1'600'000'000'123'456'789;
  item.size = size;
  item.path = std::move(path);
  item.segments = std::move(segments);
  return item;
}

// One of each: three chunks of 100, 100 and 50 bytes; a file over all of them,
// one with holes, a small one, an empty one, a link, a folder, a failure.
inline Draft some_draft(Cipher cipher) {
  Draft draft{.header = header_for(cipher, 100),
              .chunks = {some_text(100), noise(100, 1), some_text(50)},
              .index = {}};
  using enum ItemKind;
  std::vector<Item>& items = draft.index.items;
  items.push_back(item(directory, "root"));
  items.push_back(item(directory, "root/sub"));
  items.push_back(item(file, "root/sub/long", 170,
                       {{0, 20, 80, 0}, {1, 0, 80, 80}, {2, 0, 10, 160}}));
  items.push_back(
      item(file, "root/holes", 9000, {{0, 10, 10, 4096}, {1, 80, 20, 8000}}));
  items.push_back(item(file, "root/small\n\xff", 10, {{0, 0, 10, 0}}));
  items.push_back(item(file, "root/empty"));
  items.push_back(item(link, "root/link"));
  items.back().target = "sub/long";
  items.push_back(item(file, "root/failed", 40, {{2, 10, 40, 0}}));
  items.back().error = 13;
  draft.fix_checksums();
  return draft;
}

// As small as can be: one file of two chunks, one of which is compressed.
inline Draft tiny_draft(Cipher cipher) {
  Draft draft{.header = header_for(cipher, 64),
              .chunks = {noise(5, 1), Bytes(64, std::byte{'a'})},
              .index = {}};
  draft.index.items.push_back(
      item(ItemKind::file, "root", 69, {{0, 0, 5, 0}, {1, 0, 64, 5}}));
  draft.fix_checksums();
  return draft;
}

}  // namespace hb::pipeline::samples
