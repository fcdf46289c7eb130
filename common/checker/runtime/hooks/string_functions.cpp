// Reads of the test by the C library: std::string compares and searches by
// these. (What is copied and filled: memory_functions.cpp.)
#include <strings.h>

#include <cstdint>
#include <cstring>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL(int, memcmp, (const void*, const void*, std::size_t))
HB_REAL(int, bcmp, (const void*, const void*, std::size_t))
HB_REAL_AS(memchr, const void*(const void*, int, std::size_t), "memchr")
HB_REAL(std::size_t, strlen, (const char*))
HB_REAL(int, strcmp, (const char*, const char*))
HB_REAL(int, strncmp, (const char*, const char*, std::size_t))

void read(const void* begin, std::size_t size, const void* site) {
  if (size > 0) plain_access(begin, size, false, site);
}

void read_both(const void* first, const void* second, std::size_t size,
               const void* site) {
  if (!called_by_test(site)) return;
  read(first, size, site);
  read(second, size, site);
}

// Up to where two strings differ or end, that character included.
void read_strings(const char* first, const char* second, std::size_t most,
                  const void* site) {
  if (!called_by_test(site)) return;
  std::size_t size = 0;
  while (size < most) {
    ++size;
    if (first[size - 1] != second[size - 1] || first[size - 1] == '\0') break;
  }
  read(first, size, site);
  read(second, size, site);
}

}  // namespace

HB_ENTRY int memcmp(const void* first, const void* second,
                    std::size_t size) noexcept {
  read_both(first, second, size, HB_CALLER);
  return real_memcmp(first, second, size);
}

HB_ENTRY int bcmp(const void* first, const void* second,
                  std::size_t size) noexcept {
  read_both(first, second, size, HB_CALLER);
  return real_bcmp(first, second, size);
}

HB_ENTRY std::size_t strlen(const char* text) noexcept {
  const std::size_t size = real_strlen(text);
  if (called_by_test(HB_CALLER)) read(text, size + 1, HB_CALLER);
  return size;
}

HB_ENTRY int strcmp(const char* first, const char* second) noexcept {
  read_strings(first, second, SIZE_MAX, HB_CALLER);
  return real_strcmp(first, second);
}

HB_ENTRY int strncmp(const char* first, const char* second,
                     std::size_t most) noexcept {
  read_strings(first, second, most, HB_CALLER);
  return real_strncmp(first, second, most);
}

// WHY another name in C++: <cstring> declares memchr twice, with and without
// const.
HB_ENTRY const void* hb_memchr(const void* begin, int byte,
                               std::size_t size) noexcept asm("memchr");

const void* hb_memchr(const void* begin, int byte, std::size_t size) noexcept {
  const void* const found = real_memchr(begin, byte, size);
  if (called_by_test(HB_CALLER)) {
    const auto* const end = static_cast<const char*>(found);
    const std::size_t seen =
        end == nullptr ? size
                       : std::size_t(end - static_cast<const char*>(begin)) + 1;
    read(begin, seen, HB_CALLER);
  }
  return found;
}
