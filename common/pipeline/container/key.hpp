// Keys: from a file or a passphrase to what seals a container.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <variant>

#include "pipeline/container/layout.hpp"

namespace hb::pipeline {

// Thirty-two bytes that are wiped when they are no longer needed.
class Secret {
 public:
  Secret() = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  std::array<std::byte, 32>& bytes() { return bytes_; }
  const std::array<std::byte, 32>& bytes() const { return bytes_; }

 private:
  std::array<std::byte, 32> bytes_{};
};

// Starts libsodium, once a process; what uses a key calls it first.
void use_sodium();

// Where the key comes from; neither: compression and checksums only.
struct KeySource {
  std::optional<std::filesystem::path> key_file;
  std::optional<std::filesystem::path> passphrase_file;

  // Throws Failure (usage) for both at once.
  KeyDerivation derivation() const;
};

// Fills in what `header` must say of the key: derivation, Argon2id's cost, a
// fresh random salt; AES-256-GCM if there is a key and no cipher is named, no
// cipher without a key.
void prepare_header(const KeySource& source, Header& header);

// Reads the file and derives: for a passphrase that takes about a second and
// header.argon2_bytes of memory, freed before it returns. Throws Failure:
// no_input, or permission, for a key that is not there; usage for a key file
// of fewer than 32 bytes or an empty passphrase, or for a derivation that is
// not the header's.
Secret master_key(const KeySource& source, const Header& header);

}  // namespace hb::pipeline
