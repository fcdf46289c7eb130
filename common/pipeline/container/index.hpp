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
std::vector<std::byte> seal_index(const ContainerKeys& keys, const Index& index,
                                  std::uint64_t offset);

}  // namespace hb::pipeline
