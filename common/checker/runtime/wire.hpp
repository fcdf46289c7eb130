// Values in a string of bytes, for the other end of a pipe: the same program.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace hb::checker {

class WireWriter {
 public:
  template <typename Value>
  void value(const Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view text) {
    value(text.size());
    bytes_.append(text);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Whatever is missing reads as zero and empty.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : bytes_(bytes) {}

  template <typename Value>
  Value value() {
    static_assert(std::is_trivially_copyable_v<Value>);
    Value result = {};
    if (bytes_.size() < sizeof result) return result;
    std::memcpy(&result, bytes_.data(), sizeof result);
    bytes_.remove_prefix(sizeof result);
    return result;
  }
  std::string text() {
    const auto size = value<std::size_t>();
    if (size > bytes_.size()) return {};
    std::string result(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return result;
  }

 private:
  std::string_view bytes_;
};

}  // namespace hb::checker
