// What ends the process ends the execution.
#include <cassert>
#include <cstdlib>
#include <string>

#include <unistd.h>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL(void, abort, ())
HB_REAL(void, exit, (int))
HB_REAL(void, _exit, (int))
HB_REAL(void, quick_exit, (int))
HB_REAL(void, __assert_fail, (const char*, const char*, unsigned, const char*))
HB_REAL(int, __cxa_atexit, (void (*)(void*), void*, void*))

std::string call_of(const char* function, int status) {
  return std::string("the test calls ") + function + "(" +
         std::to_string(status) + ")";
}

std::string failed_assertion(const char* expression, const char* file,
                             unsigned line) {
  const std::string path = file;
  return path.substr(path.rfind('/') + 1) + ":" + std::to_string(line) +
         ": assertion failed: " + expression;
}

}  // namespace

HB_ENTRY void abort() noexcept {
  if (called_in_test()) fail_here(Kind::terminate, "the test calls abort()");
  real_abort();
  __builtin_unreachable();
}

HB_ENTRY void exit(int status) noexcept {
  if (called_in_test()) fail_here(Kind::exit, call_of("exit", status));
  real_exit(status);
  __builtin_unreachable();
}

HB_ENTRY void _exit(int status) {
  if (called_in_test()) fail_here(Kind::exit, call_of("_exit", status));
  real__exit(status);
  __builtin_unreachable();
}

HB_ENTRY void _Exit(int status) noexcept {
  if (called_in_test()) fail_here(Kind::exit, call_of("_Exit", status));
  real__exit(status);
  __builtin_unreachable();
}

HB_ENTRY void quick_exit(int status) noexcept {
  if (called_in_test()) fail_here(Kind::exit, call_of("quick_exit", status));
  real_quick_exit(status);
  __builtin_unreachable();
}

HB_ENTRY void __assert_fail(const char* expression, const char* file,
                            unsigned line, const char* function) noexcept {
  if (called_in_test()) {
    fail_here(Kind::failure, failed_assertion(expression, file, line));
  }
  real___assert_fail(expression, file, line, function);
  __builtin_unreachable();
}

// Statics that an execution initialises are undone with its memory, and not
// destroyed: the process does not end there.
HB_ENTRY int __cxa_atexit(void (*destroy)(void*), void* object,
                          void* library) noexcept {
  if (called_by_test(HB_CALLER)) return 0;
  return real___cxa_atexit(destroy, object, library);
}
