#include "pipeline/container/header.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <string_view>

#include "pipeline/container/bytes.hpp"
#include "pipeline/container/checksum.hpp"

namespace hb::pipeline {
namespace {

constexpr std::uint16_t kCompressed = 1;
constexpr std::uint16_t kEncrypted = 2;

using Fields = std::array<std::byte, kAuthenticatedHeaderBytes>;

Failure damaged_header(std::string_view text) {
  return Failure(FailureKind::damaged, Stage::read, "header", text);
}

Fields encode_fields(const Header& header) {
  Fields bytes{};
  ByteWriter writer(bytes);
  writer.put(bytes_of({kHeaderMagic.data(), kHeaderMagic.size()}));
  writer.put(kVersion);
  writer.put(static_cast<std::uint16_t>(
      (header.compressed ? kCompressed : 0) |
      (header.cipher != Cipher::none ? kEncrypted : 0)));
  writer.put(static_cast<std::uint8_t>(header.cipher));
  writer.put(static_cast<std::uint8_t>(header.derivation));
  writer.put(header.level);
  writer.put(std::uint8_t{0});
  writer.put(header.largest_chunk);
  writer.put(header.argon2_passes);
  writer.put(header.argon2_bytes);
  writer.put(header.salt);
  return bytes;
}

void check_key_fields(const Header& header) {
  if ((header.derivation == KeyDerivation::none) !=
      (header.cipher == Cipher::none)) {
    throw damaged_header(
        "it names a cipher without a key, or a key without a cipher");
  }
  const bool salted = std::ranges::any_of(
      header.salt, [](std::byte byte) { return byte != std::byte{0}; });
  if (header.derivation == KeyDerivation::none && salted) {
    throw damaged_header("it has a salt and no key");
  }
  const bool costs = header.argon2_passes != 0 || header.argon2_bytes != 0;
  if (header.derivation != KeyDerivation::argon2id) {
    if (costs)
      throw damaged_header("it has costs of Argon2id and no passphrase");
    return;
  }
  // WHY: a forged header must not take a machine's memory, or an hour.
  if (header.argon2_passes < 1 || header.argon2_passes > kMostArgon2Passes ||
      header.argon2_bytes < crypto_pwhash_MEMLIMIT_MIN ||
      header.argon2_bytes > kMostArgon2Bytes) {
    throw damaged_header(
        fmt::format("Argon2id with {} passes over {} bytes is not "
                    "what a pipeline writes",
                    header.argon2_passes, header.argon2_bytes));
  }
}

}  // namespace

Secret derive_key(const Secret& master, const char* use, const Header& header) {
  constexpr std::string_view kLabel = "happens-before pipeline ";
  const Fields fields = encode_fields(header);
  Secret key;
  crypto_generichash_state state;
  crypto_generichash_init(&state, raw(master.bytes()), 32, 32);
  for (const auto part :
       {bytes_of(kLabel), bytes_of(use), std::span<const std::byte>(fields)}) {
    crypto_generichash_update(&state, raw(part), part.size());
  }
  crypto_generichash_final(
      &state, reinterpret_cast<unsigned char*>(key.bytes().data()), 32);
  sodium_memzero(&state, sizeof state);
  return key;
}

std::array<std::byte, kHeaderBytes> encode_header(const Header& header,
                                                  const Secret& header_key) {
  const Fields fields = encode_fields(header);
  std::array<std::byte, 32> authentication{};
  if (header.cipher != Cipher::none) {
    crypto_generichash(reinterpret_cast<unsigned char*>(authentication.data()),
                       32, raw(fields), fields.size(), raw(header_key.bytes()),
                       32);
  }
  std::array<std::byte, kHeaderBytes> bytes{};
  ByteWriter writer(bytes);
  writer.put(fields);
  writer.put(authentication);
  writer.put(checksum64(std::span(bytes).first(96)));
  return bytes;
}

Header decode_header(std::span<const std::byte, kHeaderBytes> bytes) {
  ByteReader reader(bytes);
  if (!std::ranges::equal(reader.take(8), bytes_of({kHeaderMagic.data(), 8}))) {
    throw damaged_header("this is not a container of pipeline");
  }
  const auto version = reader.get<std::uint16_t>();
  if (version != kVersion) {
    throw damaged_header(
        fmt::format("version {} is not known; this pipeline reads "
                    "version {}",
                    version, kVersion));
  }
  if (checksum64(bytes.first(96)) !=
      ByteReader(bytes.last(8)).get<std::uint64_t>()) {
    throw damaged_header(
        "its checksum differs: take another copy of the container");
  }
  const auto flags = reader.get<std::uint16_t>();
  const auto cipher = reader.get<std::uint8_t>();
  const auto derivation = reader.get<std::uint8_t>();
  if (cipher > 2)
    throw damaged_header(fmt::format("cipher {} is not known", cipher));
  if (derivation > 2) {
    throw damaged_header(
        fmt::format("key derivation {} is not known", derivation));
  }
  Header header;
  header.compressed = (flags & kCompressed) != 0;
  header.cipher = static_cast<Cipher>(cipher);
  header.derivation = static_cast<KeyDerivation>(derivation);
  header.level = reader.get<std::uint8_t>();
  reader.get<std::uint8_t>();
  header.largest_chunk = reader.get<std::uint32_t>();
  header.argon2_passes = reader.get<std::uint32_t>();
  header.argon2_bytes = reader.get<std::uint64_t>();
  header.salt = reader.get_array<kSaltBytes>();
  if (header.largest_chunk > kMostChunkBytes) {
    throw damaged_header(
        fmt::format("chunks of {} bytes are more than the {} that a "
                    "container may have",
                    header.largest_chunk, kMostChunkBytes));
  }
  check_key_fields(header);
  // What no header encodes to: unknown flags, bytes that must be 0.
  if (!std::ranges::equal(encode_fields(header),
                          bytes.first(kAuthenticatedHeaderBytes))) {
    throw damaged_header("it has flags that are not known");
  }
  return header;
}

}  // namespace hb::pipeline
