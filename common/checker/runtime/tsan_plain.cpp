// The calls that -fsanitize=thread puts before every plain access, and at the
// beginning and end of every function.

#include <cstring>

#include "checker/runtime/entry_stub.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/shadow.hpp"
#include "checker/runtime/state.hpp"

#define HB_EXPORT extern "C" __attribute__((visibility("default")))

namespace hb::checker {
namespace {

std::uint64_t check_here(std::uint64_t address, std::uint64_t size,
                         std::uint64_t is_write, std::uint64_t site,
                         std::uint64_t) {
  const Quiet quiet;
  check_access(address, size, is_write != 0,
               reinterpret_cast<const void*>(site));
  return 0;
}

// WHY its own function: the fast path must not touch the stack of the test.
[[gnu::noinline]] void check_slowly(std::uintptr_t address, std::size_t size,
                                    bool is_write, const void* site) {
  if (hb_mode == Mode::doomed) abandon();
  hb_on_service_stack(&check_here, address, size, is_write,
                      reinterpret_cast<std::uint64_t>(site), 0);
}

inline void access(const volatile void* at, std::size_t size, bool is_write,
                   const void* site) {
  if (hb_mode == Mode::off) return;
  const auto address = reinterpret_cast<std::uintptr_t>(at);
  if (hb_mode == Mode::test &&
      check_quickly(running_fiber(), address, size, is_write)) {
    return;
  }
  check_slowly(address, size, is_write, site);
}

}  // namespace

void plain_access(const void* address, std::size_t size, bool is_write,
                  const void* site) {
  if (size == 0) return;
  const auto begin = reinterpret_cast<std::uintptr_t>(address);
  if (hb_mode == Mode::off) {
    check_access(begin, size, is_write, site);
    return;
  }
  access(address, size, is_write, site);
}

void renew_object(const void* address, std::size_t size, const void* site) {
  plain_access(address, size, true, site);
}

}  // namespace hb::checker

using hb::checker::access;

#define HB_READ(name, size) \
  HB_EXPORT void name(void* at) { access(at, size, false, HB_CALLER); }
#define HB_WRITE(name, size) \
  HB_EXPORT void name(void* at) { access(at, size, true, HB_CALLER); }
#define HB_BOTH(name, size)             \
  HB_EXPORT void name(void* at) {       \
    access(at, size, false, HB_CALLER); \
    access(at, size, true, HB_CALLER);  \
  }
#define HB_SIZE(size)                                            \
  HB_READ(__tsan_read##size, size)                               \
  HB_READ(__tsan_unaligned_read##size, size)                     \
  HB_READ(__tsan_volatile_read##size, size)                      \
  HB_READ(__tsan_unaligned_volatile_read##size, size)            \
  HB_WRITE(__tsan_write##size, size)                             \
  HB_WRITE(__tsan_unaligned_write##size, size)                   \
  HB_WRITE(__tsan_volatile_write##size, size)                    \
  HB_WRITE(__tsan_unaligned_volatile_write##size, size)          \
  HB_BOTH(__tsan_read_write##size, size)                         \
  HB_BOTH(__tsan_unaligned_read_write##size, size)               \
  HB_EXPORT void __tsan_read##size##_pc(void* at, void* site) {  \
    access(at, size, false, site);                               \
  }                                                              \
  HB_EXPORT void __tsan_write##size##_pc(void* at, void* site) { \
    access(at, size, true, site);                                \
  }

HB_SIZE(1)
HB_SIZE(2)
HB_SIZE(4)
HB_SIZE(8)
HB_SIZE(16)
#undef HB_SIZE

HB_EXPORT void __tsan_read_range(void* at, unsigned long size) {
  if (size != 0) access(at, size, false, HB_CALLER);
}
HB_EXPORT void __tsan_write_range(void* at, unsigned long size) {
  if (size != 0) access(at, size, true, HB_CALLER);
}
HB_EXPORT void __tsan_vptr_read(void** at) {
  access(at, sizeof(void*), false, HB_CALLER);
}
// WHY only a change: a destructor writes the value that is there.
HB_EXPORT void __tsan_vptr_update(void** at, void* value) {
  if (*at != value) access(at, sizeof(void*), true, HB_CALLER);
}

HB_EXPORT void __tsan_init() {}
HB_EXPORT void __tsan_flush_memory() {}
HB_EXPORT void __tsan_ignore_thread_begin() {}
HB_EXPORT void __tsan_ignore_thread_end() {}

HB_EXPORT void __tsan_func_entry(void* caller) {
  using namespace hb::checker;
  if (hb_mode == Mode::off) return;
  Fiber& fiber = running_fiber();
  if (fiber.depth < kMaxCalls) {
    arrays().calls[fiber.number][fiber.depth] = caller;
  }
  ++fiber.depth;
}

HB_EXPORT void __tsan_func_exit() {
  using namespace hb::checker;
  if (hb_mode == Mode::off) return;
  Fiber& fiber = running_fiber();
  if (fiber.depth > 0) --fiber.depth;
}
