// Authenticated encryption in place: AES-256-GCM or XChaCha20-Poly1305.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "pipeline/container/key.hpp"
#include "pipeline/container/layout.hpp"

namespace hb::pipeline {

// 12, 24, or 0 without a cipher.
std::size_t nonce_bytes(Cipher cipher);

// Not thread-safe: one a worker. Allocates when it is made and not afterwards.
// Sources: NIST SP 800-38D; draft-irtf-cfrg-xchacha-03.
class Aead {
 public:
  // REQUIRES: cipher is not none; key outlives it.
  Aead(Cipher cipher, const Secret& key);
  ~Aead();
  Aead(Aead&& other) noexcept;
  Aead& operator=(Aead&& other) noexcept;

  // Fills `nonce` with random bytes, encrypts `text` in place, and writes the
  // tag over text and `associated`.
  // WHY random: a resumed run seals a chunk's number again, maybe with other
  // bytes; a counter would then use a nonce twice. With 12 bytes that is safe
  // for 2^32 records under one key (SP 800-38D, 8.3).
  // REQUIRES: nonce.size() == nonce_bytes(), tag.size() == kTagBytes.
  void seal(std::span<std::byte> nonce, std::span<const std::byte> associated,
            std::span<std::byte> text, std::span<std::byte> tag);

  // False, and `text` is of no use: something was changed, or the key differs.
  bool open(std::span<const std::byte> nonce,
            std::span<const std::byte> associated, std::span<std::byte> text,
            std::span<const std::byte> tag);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hb::pipeline
