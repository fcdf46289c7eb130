// escaped(): a pointer whose object the compiler can no longer follow.
//
//   int* number = escaped(new int(1));
//
// WHY: clang removes a new and its delete, and both compilers a write that
// nobody reads, where they see the whole life of an object. Then the defect of
// a test would not be in the object file.
#pragma once

#include <memory>
#include <utility>

namespace hb::programs {

template <typename T>
T* escaped(T* pointer) {
  asm volatile("" : "+r"(pointer) : : "memory");
  return pointer;
}

// A T on the heap that has escaped. WHY not a local that threads capture:
// clang 14 does not instrument its members at a nonzero offset.
template <typename T, typename... Arguments>
std::unique_ptr<T> make_escaped(Arguments&&... arguments) {
  return std::unique_ptr<T>(
      escaped(new T(std::forward<Arguments>(arguments)...)));
}

}  // namespace hb::programs
