// A container that is read: its header, its index, one chunk or one file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "pipeline/container/codec.hpp"
#include "pipeline/container/index.hpp"
#include "pipeline/container/key.hpp"
#include "pipeline/files/file.hpp"

namespace hb::pipeline {

// Thread-safe once made: reads are pread(2).
class Container {
 public:
  // Opens it and checks header, trailer, index, and that header, records, index
  // and trailer tile the file. Chunks are not read. Throws Failure: no_input;
  // damaged; permission for a wrong key, and usage for none where one is
  // needed.
  static Container open(const std::filesystem::path& path,
                        const KeySource& source);

  // The same for a file that is open.
  static Container open(File file, const KeySource& source);

  // What can be told without the key.
  static Header read_header(const std::filesystem::path& path);

  const ContainerKeys& keys() const { return *keys_; }
  const Index& index() const { return index_; }
  std::uint64_t bytes() const { return bytes_; }
  // Null if there is none. O(items).
  const Item* find(std::string_view path) const;

  // How long the record of a chunk is.
  std::size_t record_bytes(std::uint64_t chunk) const;

  // The record of one chunk into the front of `into`, as Opener::open() wants
  // it. REQUIRES: into.size() >= record_bytes(chunk).
  std::span<std::byte> read_record(std::uint64_t chunk,
                                   std::span<std::byte> into) const;

 private:
  Container() = default;

  File file_;
  std::unique_ptr<ContainerKeys> keys_;
  Index index_;
  std::uint64_t bytes_ = 0;
};

}  // namespace hb::pipeline
