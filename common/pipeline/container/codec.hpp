// Seals chunks into records and opens them again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "pipeline/container/key.hpp"
#include "pipeline/container/layout.hpp"

namespace hb::pipeline {

// What all codecs of one container share: its header's bytes and its keys.
// Immutable, hence thread-safe.
class ContainerKeys {
 public:
  // `master` is not used where the header names no cipher.
  ContainerKeys(const Header& header, const Secret& master);

  const Header& header() const { return header_; }
  // The container's first bytes, authentication and checksum included.
  const std::array<std::byte, kHeaderBytes>& header_bytes() const {
    return bytes_;
  }
  const Secret& content_key() const { return content_; }
  // Of the index, and of what else is about the content.
  const Secret& index_key() const { return index_; }

 private:
  Header header_;
  std::array<std::byte, kHeaderBytes> bytes_{};
  Secret content_;
  Secret index_;
};

// How long the record of a payload of so many bytes is.
std::size_t record_bytes(const Header& header, std::size_t stored_bytes);

// The most bytes that a sealed chunk of so many raw bytes can take.
std::size_t sealed_bound(const Header& header, std::size_t raw_bytes);

// One thread's compression and cipher state. Not thread-safe: one a worker.
// Allocates when it is made and not afterwards.
class Sealer {
 public:
  // REQUIRES: keys outlive it.
  explicit Sealer(const ContainerKeys& keys);
  ~Sealer();

  // Writes the whole record to the front of `into` and says how long it is.
  // `entry` gets everything but the offset. What would grow is stored plain.
  // REQUIRES: into.size() >= sealed_bound(raw.size()), raw.size() <= the
  // header's largest_chunk.
  std::size_t seal(std::uint64_t index, bool is_last,
                   std::span<const std::byte> raw, std::span<std::byte> into,
                   ChunkEntry& entry);

  // What it holds, in bytes: the contexts of zstd and of the cipher.
  std::size_t memory_bytes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The way back. Not thread-safe: one a worker.
class Opener {
 public:
  explicit Opener(const ContainerKeys& keys);
  ~Opener();

  // `record` is all of it, and is changed. Compares it with `entry`,
  // authenticates, and only then decompresses into the front of `into`. Returns
  // the raw bytes, which lie in `into`, or in `record` if they were stored
  // plain. Throws Failure (damaged) for whatever differs.
  // REQUIRES: into.size() >= entry.raw_bytes.
  std::span<std::byte> open(std::uint64_t index, const ChunkEntry& entry,
                            std::span<std::byte> record,
                            std::span<std::byte> into);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hb::pipeline
