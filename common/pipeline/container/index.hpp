// The index at a container's end, as bytes: encoding, sealing, and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pipeline/container/codec.hpp"
#include "pipeline/container/layout.hpp"

namespace hb::pipeline {

// The raw bytes of an index, and back. decode_index() throws Failure (damaged)
// for bytes that no index encodes to; it checks every length before it
// allocates.
std::vector<std::byte> encode_index(const Index& index);
Index decode_index(std::span<const std::byte> bytes);

// Index block and trailer, to be written at `offset`, the end of the records.
// Memory: twice the raw index and once the block.
std::vector<std::byte> seal_index(const ContainerKeys& keys, const Index& index,
                                  std::uint64_t offset);

struct Trailer {
  std::uint64_t index_offset = 0;
  std::uint64_t stored_bytes = 0;
  std::uint64_t raw_bytes = 0;
  std::uint64_t items = 0;
};

// `container_bytes`: of the whole file. Throws Failure (damaged) unless the
// index block fills the space between its offset and the trailer.
Trailer decode_trailer(std::span<const std::byte, kTrailerBytes> bytes,
                       std::uint64_t container_bytes);

// `block` is changed. Throws Failure (damaged).
Index open_index(const ContainerKeys& keys,
                 std::span<const std::byte, kTrailerBytes> trailer,
                 std::span<std::byte> block);

}  // namespace hb::pipeline
