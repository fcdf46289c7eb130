// Atomic objects of more than 8 bytes. The model has none: without these hooks
// a test with a 16-byte one would not link, and a larger one's operations would
// be a library's, which nobody sees.
#include <cstddef>
#include <cstring>

#include "checker/runtime/hooks/entry_point.hpp"

using namespace hb::checker;

namespace {

// WHY no lock outside of a test: what runs there has one thread.
void refuse_in_test() {
  if (called_in_test()) {
    refuse_here("it uses an atomic object of more than 8 bytes");
  }
}

bool replace_if_equal(void* object, void* expected, const void* desired,
                      std::size_t size) {
  const bool is_equal = std::memcmp(object, expected, size) == 0;
  std::memcpy(is_equal ? object : expected, is_equal ? desired : object, size);
  return is_equal;
}

__extension__ using Wide = unsigned __int128;

}  // namespace

HB_ENTRY Wide __tsan_atomic128_load(const volatile Wide* object, int) {
  refuse_in_test();
  return *object;
}

HB_ENTRY void __tsan_atomic128_store(volatile Wide* object, Wide value, int) {
  refuse_in_test();
  *object = value;
}

#define HB_UPDATE(name, result)                                            \
  HB_ENTRY Wide __tsan_atomic128_##name(volatile Wide* object, Wide value, \
                                        int) {                             \
    refuse_in_test();                                                      \
    const Wide before = *object;                                           \
    *object = result;                                                      \
    return before;                                                         \
  }
HB_UPDATE(exchange, value)
HB_UPDATE(fetch_add, before + value)
HB_UPDATE(fetch_sub, before - value)
HB_UPDATE(fetch_and, (before & value))
HB_UPDATE(fetch_or, before | value)
HB_UPDATE(fetch_xor, before ^ value)
HB_UPDATE(fetch_nand, ~(before& value))

#define HB_COMPARE_EXCHANGE(name)                                             \
  HB_ENTRY int __tsan_atomic128_##name(volatile Wide* object, Wide* expected, \
                                       Wide desired, int, int) {              \
    refuse_in_test();                                                         \
    return replace_if_equal(const_cast<Wide*>(object), expected, &desired,    \
                            sizeof desired);                                  \
  }
HB_COMPARE_EXCHANGE(compare_exchange_strong)
HB_COMPARE_EXCHANGE(compare_exchange_weak)

HB_ENTRY Wide __tsan_atomic128_compare_exchange_val(volatile Wide* object,
                                                    Wide expected, Wide desired,
                                                    int, int) {
  refuse_in_test();
  replace_if_equal(const_cast<Wide*>(object), &expected, &desired,
                   sizeof desired);
  return expected;
}

// What the compilers call for all other sizes. WHY other names in C++: the
// plain ones are the compiler's own, and take other arguments.
HB_ENTRY void hb_atomic_load(std::size_t size, const void* object, void* value,
                             int) asm("__atomic_load");
HB_ENTRY void hb_atomic_store(std::size_t size, void* object, const void* value,
                              int) asm("__atomic_store");
HB_ENTRY void hb_atomic_exchange(std::size_t size, void* object,
                                 const void* value, void* before,
                                 int) asm("__atomic_exchange");
HB_ENTRY bool hb_atomic_compare_exchange(std::size_t size, void* object,
                                         void* expected, const void* desired,
                                         int,
                                         int) asm("__atomic_compare_exchange");

void hb_atomic_load(std::size_t size, const void* object, void* value, int) {
  refuse_in_test();
  std::memcpy(value, object, size);
}

void hb_atomic_store(std::size_t size, void* object, const void* value, int) {
  refuse_in_test();
  std::memcpy(object, value, size);
}

void hb_atomic_exchange(std::size_t size, void* object, const void* value,
                        void* before, int) {
  refuse_in_test();
  std::memcpy(before, object, size);
  std::memcpy(object, value, size);
}

bool hb_atomic_compare_exchange(std::size_t size, void* object, void* expected,
                                const void* desired, int, int) {
  refuse_in_test();
  return replace_if_equal(object, expected, desired, size);
}
