// A block of bytes that is sealed once and whole: the index, a checkpoint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pipeline/container/codec.hpp"

namespace hb::pipeline {

// nonce | payload | tag, or payload | xxh64 without a key: see layout.hpp. The
// payload is compressed with level 3, unless it would then be less than a
// kMostIndexRatio-th. `associated` is authenticated with it.
std::vector<std::byte> seal_block(const ContainerKeys& keys,
                                  std::span<const std::byte> associated,
                                  std::span<const std::byte> raw);

// `block` is changed. Checks `raw_bytes` against limits before it allocates.
// Throws Failure (damaged), with `item` in its message.
std::vector<std::byte> open_block(const ContainerKeys& keys,
                                  std::span<const std::byte> associated,
                                  std::span<std::byte> block,
                                  std::uint64_t raw_bytes,
                                  std::string_view item);

}  // namespace hb::pipeline
