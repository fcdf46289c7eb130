#include "checker/report/value_text.hpp"

namespace hb::checker {

std::string value_text(std::uint64_t value, int size) {
  // Two's complement: nearly every number in a test is small, of either sign.
  if (size == 4 && (value >> 31) != 0) {
    return std::to_string(static_cast<std::int32_t>(value));
  }
  if (size == 8 && (value >> 63) != 0) {
    return std::to_string(static_cast<std::int64_t>(value));
  }
  constexpr std::uint64_t kLowestAddress = std::uint64_t{1} << 32;
  constexpr std::uint64_t kHighestAddress = std::uint64_t{1} << 47;
  if (size == 8 && value >= kLowestAddress && value < kHighestAddress) {
    // The last digits tell two objects apart.
    std::string digits;
    for (int shift = 16; shift >= 0; shift -= 4) {
      digits += "0123456789abcdef"[(value >> shift) & 15];
    }
    return "@" + digits;
  }
  return std::to_string(value);
}

std::string ordinal_text(int number) {
  switch (number) {
    case 1:
      return "first";
    case 2:
      return "second";
    case 3:
      return "third";
    default:
      return std::to_string(number) + "th";
  }
}

std::string count_text(std::int64_t count, const std::string& one) {
  std::string digits = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0;
       at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits + " " + one + (count == 1 ? "" : "s");
}

std::string listed(const std::vector<std::string>& things) {
  std::string text;
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (i > 0) text += i + 1 == things.size() ? " and " : ", ";
    text += things[i];
  }
  return text;
}

}  // namespace hb::checker
