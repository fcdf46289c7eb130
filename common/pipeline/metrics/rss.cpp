#include "pipeline/metrics/rss.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>

namespace hb::pipeline {
namespace {

using ProcText = std::array<char, 4096>;

// WHY not a stream: it would allocate, while memory is being measured.
std::string_view read_text(const char* path, ProcText& text) {
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  const ssize_t got = ::read(fd, text.data(), text.size());
  ::close(fd);
  return {text.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

// The number after `at` and blanks; 0 if there is none.
std::uint64_t number_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  at = text.find_first_not_of(" \t", at);
  if (at == std::string_view::npos) return 0;
  std::uint64_t number = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), number);
  return number;
}

}  // namespace

std::uint64_t resident_bytes() {
  ProcText text;
  const std::string_view statm = read_text("/proc/self/statm", text);
  const std::size_t space = statm.find(' ');  // first the size, then resident
  static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return number_at(statm, space) * page;
}

std::uint64_t peak_resident_bytes() {
  constexpr std::string_view kPeak = "VmHWM:";
  ProcText text;
  const std::string_view status = read_text("/proc/self/status", text);
  const std::size_t at = status.find(kPeak);
  if (at == std::string_view::npos) return 0;
  return number_at(status, at + kPeak.size()) * 1024;
}

}  // namespace hb::pipeline
