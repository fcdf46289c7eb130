// How a call of the test enters the runtime.
//
// A stub notes where the test stands (its callee-saved registers and its stack
// pointer, which state_hash() needs) and goes on on the fiber's service stack,
// so that the runtime's own frames never lie on the stack that is hashed. The
// unwinder finds its way back: the old stack pointer is in rbx.
//
// x86-64, System V.
#pragma once

#include "checker/runtime/state.hpp"

namespace hb::checker {

static_assert(offsetof(Registers, rbp) == 0);
static_assert(offsetof(Registers, r12) == 8);
static_assert(offsetof(Registers, r13) == 16);
static_assert(offsetof(Registers, r14) == 24);
static_assert(offsetof(Registers, r15) == 32);
static_assert(offsetof(Registers, stack_pointer) == 40);
static_assert(offsetof(Registers, service_stack) == 48);

using ServiceFunction = std::uint64_t (*)(std::uint64_t, std::uint64_t,
                                          std::uint64_t, std::uint64_t,
                                          std::uint64_t);

// Calls function(a, b, c, d, e) on the service stack of the running fiber.
// REQUIRES: a fiber runs the test: not on a service stack already.
extern "C" std::uint64_t hb_on_service_stack(ServiceFunction function,
                                             std::uint64_t a, std::uint64_t b,
                                             std::uint64_t c, std::uint64_t d,
                                             std::uint64_t e);

// The return address of the stub that was entered last: in the test's code.
inline const void* site_of_stub() {
  const auto* const stack =
      reinterpret_cast<const std::uint64_t*>(hb_registers->stack_pointer);
  return reinterpret_cast<const void*>(stack[1]);
}

}  // namespace hb::checker

// Everything between the test's call and the runtime's.
#define HB_ENTER_SERVICE            \
  "pushq %rbx\n"                    \
  ".cfi_def_cfa_offset 16\n"        \
  ".cfi_offset %rbx, -16\n"         \
  "movq %rsp, %rbx\n"               \
  ".cfi_def_cfa_register %rbx\n"    \
  "movq hb_registers(%rip), %rax\n" \
  "movq %rbp, 0(%rax)\n"            \
  "movq %r12, 8(%rax)\n"            \
  "movq %r13, 16(%rax)\n"           \
  "movq %r14, 24(%rax)\n"           \
  "movq %r15, 32(%rax)\n"           \
  "movq %rsp, 40(%rax)\n"           \
  "movq 48(%rax), %rsp\n"

#define HB_LEAVE_SERVICE         \
  "movq %rbx, %rsp\n"            \
  ".cfi_def_cfa_register %rsp\n" \
  "popq %rbx\n"                  \
  ".cfi_def_cfa_offset 8\n"      \
  ".cfi_restore %rbx\n"          \
  "ret\n"

#define HB_STUB_BEGIN(name, visibility)                             \
  ".pushsection .text\n"                                            \
  ".p2align 4\n"                                                    \
  ".globl " name "\n" visibility ".type " name ", @function\n" name \
  ":\n"                                                             \
  ".cfi_startproc\n"

#define HB_STUB_END(name)   \
  ".cfi_endproc\n"          \
  ".size " name ", .-" name \
  "\n"                      \
  ".popsection\n"

// Defines `name`: in a test, `service` on the service stack; else `plain`. Both
// take the arguments of `name`, at most six registers of them.
#define HB_STUB(name, service, plain)                         \
  asm(HB_STUB_BEGIN(                                          \
      #name,                                                  \
      "") "cmpb $0, hb_mode(%rip)\n"                          \
          "je " #plain "\n" HB_ENTER_SERVICE "call " #service \
          "\n" HB_LEAVE_SERVICE HB_STUB_END(#name))
