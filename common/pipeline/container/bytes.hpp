// Little-endian numbers one after another in a span of bytes.
#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

#include "pipeline/failure.hpp"

namespace hb::pipeline {

// WHY: the machine's own order is then the file's.
static_assert(std::endian::native == std::endian::little);

inline std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// The same bytes as C libraries want them.
inline const unsigned char* raw(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
inline unsigned char* raw_into(std::span<std::byte> bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

// REQUIRES: what is put fits.
class ByteWriter {
 public:
  explicit ByteWriter(std::span<std::byte> into) : left_(into) {}

  template <std::integral Number>
  void put(Number value) {
    put(std::as_bytes(std::span(&value, 1)));
  }
  void put(std::span<const std::byte> bytes) {
    assert(bytes.size() <= left_.size());
    if (!bytes.empty()) std::memcpy(left_.data(), bytes.data(), bytes.size());
    left_ = left_.subspan(bytes.size());
  }

  std::size_t left() const { return left_.size(); }

 private:
  std::span<std::byte> left_;
};

// Throws Failure (damaged) for what is asked for beyond the end.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : left_(bytes) {}

  template <std::integral Number>
  Number get() {
    Number value{};
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  template <std::size_t size>
  std::array<std::byte, size> get_array() {
    std::array<std::byte, size> value{};
    std::memcpy(value.data(), take(size).data(), size);
    return value;
  }
  std::span<const std::byte> take(std::size_t bytes) {
    if (bytes > left_.size()) {
      throw Failure(FailureKind::damaged, Stage::index, "",
                    "a field runs beyond the end: the container is damaged");
    }
    const std::span<const std::byte> taken = left_.first(bytes);
    left_ = left_.subspan(bytes);
    return taken;
  }

  std::size_t left() const { return left_.size(); }

 private:
  std::span<const std::byte> left_;
};

}  // namespace hb::pipeline
