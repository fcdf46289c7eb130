// longjmp: within one stack it is the test's own affair; onto another one, or
// into a function that has returned, it is a crash.
#include <csetjmp>
#include <cstdint>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL(void, longjmp, (__jmp_buf_tag*, int))
HB_REAL(void, __longjmp_chk, (__jmp_buf_tag*, int))

// A stack is smaller than this, and two are further apart.
constexpr std::uintptr_t kReach = std::uintptr_t{8} << 20;

// glibc keeps the stack pointer mangled: xor with a word of the thread's
// block, then rotated.
std::uintptr_t saved_stack_pointer(const __jmp_buf_tag* target) {
  auto pointer = std::uintptr_t(target->__jmpbuf[6]);
  asm("ror $17, %0\n\txor %%fs:0x30, %0" : "+r"(pointer) : : "cc");
  return pointer;
}

void check(const __jmp_buf_tag* target) {
  if (!in_test()) return;
  const auto here =
      reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  if (saved_stack_pointer(target) - here > kReach) {
    fail_here(Kind::crash,
              "longjmp to another thread, or to a function that has returned");
  }
}

}  // namespace

HB_ENTRY void longjmp(__jmp_buf_tag* target, int value) noexcept {
  check(target);
  real_longjmp(target, value);
  __builtin_unreachable();
}

HB_ENTRY void _longjmp(__jmp_buf_tag* target, int value) noexcept {
  check(target);
  real_longjmp(target, value);
  __builtin_unreachable();
}

HB_ENTRY void siglongjmp(__jmp_buf_tag* target, int value) noexcept {
  check(target);
  real_longjmp(target, value);
  __builtin_unreachable();
}

HB_ENTRY void __longjmp_chk(__jmp_buf_tag* target, int value) noexcept {
  check(target);
  real___longjmp_chk(target, value);
  __builtin_unreachable();
}
