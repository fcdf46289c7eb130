// A container's first 104 bytes.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "pipeline/container/key.hpp"
#include "pipeline/container/layout.hpp"

namespace hb::pipeline {

// `header_key` is not used where the header names no cipher.
std::array<std::byte, kHeaderBytes> encode_header(const Header& header,
                                                  const Secret& header_key);

// Checks all but the authentication, for which the key is needed: magic,
// version, checksum, and every field's range. Throws Failure (damaged).
Header decode_header(std::span<const std::byte, kHeaderBytes> bytes);

// The key for one use of a container: see layout.hpp.
Secret derive_key(const Secret& master, const char* use, const Header& header);

}  // namespace hb::pipeline
