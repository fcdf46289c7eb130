// memcpy, memmove, memset: they move the memory of the test without a call of
// the sanitizer. These stand in front of the C library's for everybody.

#include <dlfcn.h>

#include <cstddef>
#include <cstdint>

#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

#define HB_EXPORT extern "C" __attribute__((visibility("default")))

namespace hb::checker {
namespace {

using Copy = void* (*)(void*, const void*, std::size_t);
using Fill = void* (*)(void*, int, std::size_t);

// Null until this library is initialised; others call before that.
Copy real_memcpy = nullptr;
Copy real_memmove = nullptr;
Fill real_memset = nullptr;

[[gnu::constructor(101)]] void find_real_functions() {
  real_memcpy = reinterpret_cast<Copy>(dlsym(RTLD_NEXT, "memcpy"));
  real_memmove = reinterpret_cast<Copy>(dlsym(RTLD_NEXT, "memmove"));
  real_memset = reinterpret_cast<Fill>(dlsym(RTLD_NEXT, "memset"));
}

// WHY by instruction: in C++ a compiler makes a call of memcpy of it.
void copy_up(void* to, const void* from, std::size_t size) {
  asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

void copy_down(void* to, const void* from, std::size_t size) {
  if (size == 0) return;
  char* last = static_cast<char*>(to) + size - 1;
  const char* last_from = static_cast<const char*>(from) + size - 1;
  asm volatile("std\n rep movsb\n cld"
               : "+D"(last), "+S"(last_from), "+c"(size)
               :
               : "memory");
}

// A library's own memory is its own business.
void check(const void* address, std::size_t size, bool is_write,
           const void* site) {
  if (size == 0) return;
  if (is_test_memory(address) || is_test_code(site)) {
    plain_access(address, size, is_write, site);
  }
}

}  // namespace
}  // namespace hb::checker

using namespace hb::checker;

HB_EXPORT void* memcpy(void* __restrict to, const void* __restrict from,
                       std::size_t size) noexcept {
  if (hb_mode != Mode::off) {
    check(from, size, false, HB_CALLER);
    check(to, size, true, HB_CALLER);
  }
  if (real_memcpy != nullptr) return real_memcpy(to, from, size);
  copy_up(to, from, size);
  return to;
}

HB_EXPORT void* memmove(void* to, const void* from, std::size_t size) noexcept {
  if (hb_mode != Mode::off) {
    check(from, size, false, HB_CALLER);
    check(to, size, true, HB_CALLER);
  }
  if (real_memmove != nullptr) return real_memmove(to, from, size);
  if (reinterpret_cast<std::uintptr_t>(to) <=
      reinterpret_cast<std::uintptr_t>(from)) {
    copy_up(to, from, size);
  } else {
    copy_down(to, from, size);
  }
  return to;
}

HB_EXPORT void* memset(void* to, int value, std::size_t size) noexcept {
  if (hb_mode != Mode::off) check(to, size, true, HB_CALLER);
  if (real_memset != nullptr) return real_memset(to, value, size);
  void* at = to;
  asm volatile("rep stosb" : "+D"(at), "+c"(size) : "a"(value) : "memory");
  return to;
}

// clang 15 and newer call these.
HB_EXPORT void* __tsan_memcpy(void* to, const void* from, std::size_t size) {
  return memcpy(to, from, size);
}
HB_EXPORT void* __tsan_memmove(void* to, const void* from, std::size_t size) {
  return memmove(to, from, size);
}
HB_EXPORT void* __tsan_memset(void* to, int value, std::size_t size) {
  return memset(to, value, size);
}
