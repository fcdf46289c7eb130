// Checksums: they find damage, not forgery.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace hb::pipeline {

// xxh64 with seed 0.
std::uint64_t checksum64(std::span<const std::byte> bytes);

// XXH3-128 of bytes that come in pieces: a file's. Not thread-safe. Allocates
// 0.6 KiB when it is made.
class Checksum128 {
 public:
  Checksum128();
  ~Checksum128();
  Checksum128(Checksum128&& other) noexcept;
  Checksum128& operator=(Checksum128&& other) noexcept;

  void update(std::span<const std::byte> bytes);
  // In the canonical order of xxHash: the most significant byte first, what
  // `xxh128sum` prints. May be asked for before the end, too.
  std::array<std::byte, 16> value() const;
  // As if it had just been made.
  void reset();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hb::pipeline
