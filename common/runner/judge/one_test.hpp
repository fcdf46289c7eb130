// Included in front of a test.cpp of which one test alone is asked for: the
// compiler reads the others, and makes no code of them. A name N is asked for
// by the macro hb_asked_for_N, defined as `~,`.
//
// WHY a template that nobody calls: its body is parsed, and names and calls in
// it must be right, but nothing is instantiated for it.
#pragma once

#include <gtest/gtest.h>

#define HB_SECOND(first, second, ...) second
#define HB_PICK(...) HB_SECOND(__VA_ARGS__)
#define HB_READ_TEST(suite, name) \
  template <typename>             \
  [[maybe_unused]] void suite##_##name##_is_only_read()

#undef TEST
// With `~,` in front, the second of the list is the real macro.
#define TEST(suite, name) \
  HB_PICK(hb_asked_for_##name GTEST_TEST, HB_READ_TEST, )(suite, name)
