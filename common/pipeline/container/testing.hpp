// What the tests of containers share: keys, bytes, small containers in memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "pipeline/container/codec.hpp"
#include "pipeline/container/index.hpp"

namespace hb::pipeline::testing {

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

}  // namespace hb::pipeline::testing
