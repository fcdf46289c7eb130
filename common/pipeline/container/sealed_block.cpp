#include "pipeline/container/sealed_block.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <string_view>

#include "pipeline/container/aead.hpp"
#include "pipeline/container/bytes.hpp"
#include "pipeline/container/checksum.hpp"

namespace hb::pipeline {
namespace {

constexpr int kIndexLevel = 3;

Failure damaged_block(std::string_view item, std::string_view text) {
  return Failure(FailureKind::damaged, Stage::index, item,
                 fmt::format("{}: take another copy of the file", text));
}

std::size_t tag_bytes(const ContainerKeys& keys) {
  return keys.header().cipher == Cipher::none ? kChecksumBytes : kTagBytes;
}

std::uint64_t block_checksum(std::span<const std::byte> associated,
                             std::span<const std::byte> payload) {
  // WHY two: xxh64 of each, and of both sums, without a copy of the payload.
  const std::array<std::uint64_t, 2> sums = {checksum64(associated),
                                             checksum64(payload)};
  return checksum64(std::as_bytes(std::span(sums)));
}

// Compresses to the place behind the nonce. Returns the payload's length.
std::size_t fill_payload(std::span<const std::byte> raw,
                         std::span<std::byte> into) {
  const std::size_t size = ZSTD_compress(into.data(), into.size(), raw.data(),
                                         raw.size(), kIndexLevel);
  if (ZSTD_isError(size) == 0 && size < raw.size() &&
      raw.size() / size < kMostIndexRatio) {
    return size;
  }
  std::ranges::copy(raw, into.begin());
  return raw.size();
}

}  // namespace

std::vector<std::byte> seal_block(const ContainerKeys& keys,
                                  std::span<const std::byte> associated,
                                  std::span<const std::byte> raw) {
  if (raw.size() > kMostIndexBytes) {
    throw Failure(FailureKind::usage, Stage::index, "",
                  "the index is larger than 4 GiB: pack fewer files at once");
  }
  const std::size_t before = nonce_bytes(keys.header().cipher);
  const std::size_t after = tag_bytes(keys);
  std::vector<std::byte> block(before + ZSTD_compressBound(raw.size()) + after);
  const std::size_t stored = fill_payload(
      raw, std::span(block).subspan(before, block.size() - before - after));
  block.resize(before + stored + after);
  const std::span<std::byte> payload = std::span(block).subspan(before, stored);
  const std::span<std::byte> tag = std::span(block).last(after);
  if (keys.header().cipher == Cipher::none) {
    ByteWriter(tag).put(block_checksum(associated, payload));
  } else {
    Aead(keys.header().cipher, keys.index_key())
        .seal(std::span(block).first(before), associated, payload, tag);
  }
  return block;
}

std::vector<std::byte> open_block(const ContainerKeys& keys,
                                  std::span<const std::byte> associated,
                                  std::span<std::byte> block,
                                  std::uint64_t raw_bytes,
                                  std::string_view item) {
  const std::size_t before = nonce_bytes(keys.header().cipher);
  const std::size_t after = tag_bytes(keys);
  if (block.size() < before + after)
    throw damaged_block(item, "it is too short");
  const std::span<std::byte> payload =
      block.subspan(before, block.size() - before - after);
  const std::span<std::byte> tag = block.last(after);
  if (keys.header().cipher == Cipher::none) {
    if (ByteReader(tag).get<std::uint64_t>() !=
        block_checksum(associated, payload)) {
      throw damaged_block(item, "its checksum differs");
    }
  } else if (!Aead(keys.header().cipher, keys.index_key())
                  .open(block.first(before), associated, payload, tag)) {
    throw damaged_block(item, "its authentication differs");
  }
  // WHY before the allocation: without a key anybody can write this length.
  if (raw_bytes > kMostIndexBytes ||
      raw_bytes > kMostIndexRatio * (payload.size() + 1)) {
    throw damaged_block(item, fmt::format("{} bytes cannot be {} raw ones",
                                          payload.size(), raw_bytes));
  }
  if (payload.size() == raw_bytes) return {payload.begin(), payload.end()};
  std::vector<std::byte> raw(raw_bytes);
  const std::size_t size =
      ZSTD_decompress(raw.data(), raw.size(), payload.data(), payload.size());
  if (ZSTD_isError(size) != 0 || size != raw.size()) {
    throw damaged_block(item, "it does not decompress");
  }
  return raw;
}

}  // namespace hb::pipeline
