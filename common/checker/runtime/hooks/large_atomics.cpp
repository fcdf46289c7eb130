// Atomic objects of 16 bytes. The model has none, and without these functions a
// test that has one would not link.
#include <cstddef>
#include <cstring>

#include "checker/runtime/hooks/entry_point.hpp"

using namespace hb::checker;

namespace {

// WHY no lock outside of a test: what runs there has one thread.
void refuse_in_test() {
  if (called_in_test()) {
    refuse_here("it uses an atomic object of 16 bytes");
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
