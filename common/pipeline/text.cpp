#include "pipeline/text.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>

namespace hb::pipeline {
namespace {

// The length of the UTF-8 sequence that `text` begins with; 0 for none, or for
// one that stands for a control character or is longer than it need be.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char first = byte(0);
  std::size_t length = 0;
  unsigned least = 0;
  if ((first & 0xe0) == 0xc0) {
    length = 2;
    least = 0xa0;  // U+0080 to U+009F are controls
  } else if ((first & 0xf0) == 0xe0) {
    length = 3;
    least = 0x800;
  } else if ((first & 0xf8) == 0xf0) {
    length = 4;
    least = 0x10000;
  }
  if (length == 0 || text.size() < length) return 0;
  unsigned point = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
    point = point << 6 | (byte(i) & 0x3fU);
  }
  const bool is_surrogate = 0xd800 <= point && point <= 0xdfff;
  return point < least || point > 0x10ffff || is_surrogate ? 0 : length;
}

}  // namespace

std::string printable(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size();) {
    const char c = name[i];
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t length = utf8_length(name.substr(i)); length > 0) {
      text += name.substr(i, length);
      i += length;
      continue;
    }
    if (c == '\n') {
      text += "\\n";
    } else if (c == '\t') {
      text += "\\t";
    } else if (c == '\\') {
      text += "\\\\";
    } else if (byte < 0x20 || 0x7f <= byte) {
      text += fmt::format("\\x{:02x}", byte);
    } else {
      text += c;
    }
    ++i;
  }
  return text;
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array<const char*, 6> kUnits = {"B",  "KB", "MB",
                                                 "GB", "TB", "PB"};
  if (bytes < 1000) return fmt::format("{} B", bytes);
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  // WHY 999.95: what would be printed as 1000.0 is the next unit's 1.0.
  while (size >= 999.95 && unit + 1 < kUnits.size()) {
    size /= 1000;
    ++unit;
  }
  return fmt::format("{:.1f} {}", size, kUnits[unit]);
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return grouped(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
  return text;
}

}  // namespace hb::pipeline
